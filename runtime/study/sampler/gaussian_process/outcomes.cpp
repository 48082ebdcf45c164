#include "runtime/study/sampler/gaussian_process/outcomes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace nilgrad::study {
namespace {

std::optional<double> finite_loss(const History& history, std::int64_t number) {
  const double loss = history.loss(number);
  return std::isfinite(loss) ? std::optional(loss) : std::nullopt;
}

std::optional<double> median_loss(const History& history) {
  std::vector<double> losses;
  for (const std::int64_t number : history.finished())
    if (const auto loss = finite_loss(history, number)) losses.push_back(*loss);
  if (losses.empty()) return {};
  const auto middle = losses.begin() + static_cast<std::ptrdiff_t>(losses.size() / 2);
  std::nth_element(losses.begin(), middle, losses.end());
  return *middle;
}

double pruned_loss(const History& history, const Trial& trial, double median) {
  const double last = trial.reports.empty() ? median : trial.reports.back().value;
  if (!std::isfinite(last)) return median;
  return std::max(median, history.maximize().front() ? -last : last);
}

const Trial& trial_of(const History& history, std::int64_t number) {
  return history.trials()[static_cast<std::size_t>(number)];
}

}  // namespace

Eigen::MatrixXd GpOutcomes::matrix() const {
  if (points.empty()) return {};
  Eigen::MatrixXd matrix(points.front().size(), static_cast<Eigen::Index>(points.size()));
  for (std::size_t i = 0; i < points.size(); ++i) matrix.col(static_cast<Eigen::Index>(i)) = points[i];
  return matrix;
}

void GpOutcomes::add(GpSpace::Point point, double value) {
  if (point.size() == 0) return;
  points.push_back(std::move(point));
  values.push_back(value);
}

GpOutcomes GpOutcomes::thinned(std::size_t size, std::size_t count) const {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), 0);
  if (size > count) {
    const std::size_t third = count / 3;
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(third);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::sort(middle, order.end(), std::greater<>());
    std::vector<std::size_t> chosen(order.begin(), middle + static_cast<std::ptrdiff_t>(third));
    const std::size_t rest = size - 2 * third, left = count - 2 * third;
    for (std::size_t i = 0; i < left; ++i) chosen.push_back(order[2 * third + i * rest / left]);
    std::sort(chosen.begin(), chosen.end());
    order = std::move(chosen);
  }
  GpOutcomes few;
  for (const std::size_t i : order) few.add(points[i], values[i]);
  return few;
}

GpOutcomes gp_losses(const History& history, const GpSpace& space) {
  GpOutcomes outcomes;
  const auto median = median_loss(history);
  if (!median) return outcomes;
  for (const std::int64_t number : history.finished()) {
    const Trial& trial = trial_of(history, number);
    if (const auto loss = finite_loss(history, number))
      outcomes.add(space.point_of(number), *loss);
    else if (trial.state == State::pruned)
      outcomes.add(space.point_of(number), pruned_loss(history, trial, *median));
  }
  return outcomes;
}

GpOutcomes gp_successes(const History& history, const GpSpace& space) {
  GpOutcomes outcomes;
  for (const std::int64_t number : history.finished()) {
    const bool pruned = trial_of(history, number).state == State::pruned;
    outcomes.add(space.point_of(number), pruned || finite_loss(history, number) ? 1 : -1);
  }
  return outcomes;
}

GpOutcomes gp_running(const History& history, const GpSpace& space, std::int64_t except) {
  GpOutcomes outcomes;
  for (const Trial& trial : history.trials())
    if (trial.state == State::running && trial.number != except) outcomes.add(space.point_of(trial.number), 0);
  return outcomes;
}

}  // namespace nilgrad::study
