#include "runtime/study/sampler/autotune_local.hpp"

#include <algorithm>
#include <limits>

namespace nilgrad::study {
namespace {

constexpr double longest = 0.25, shortest = 1.0 / 64;
constexpr int attempts = 60;

void move(const GpSpace& space, const History& history, std::size_t which, double step, Eigen::VectorXd& u,
          Generator& random) {
  const GpFactor& factor = space.factors()[which];
  const std::int64_t count = history.axes()[which].domain->count();
  const double side = random.uniform() < 0.5 ? -1 : 1;
  if (!factor.ordered) {
    u[factor.first] = random.uniform();
    return;
  }
  const double cell = count > 0 ? 1 / static_cast<double>(count) : 0;
  const auto column = factor.first + random.integer(0, factor.count - 1);
  double& coordinate = u[column];
  const double moved = coordinate + side * std::max(step, cell);
  coordinate = std::clamp(moved, 0.0, 1.0);
}

}  // namespace

double pattern_step(const History& history, std::string_view source) {
  double step = longest, best = std::numeric_limits<double>::infinity();
  std::size_t vain = 0;
  for (const std::int64_t number : history.finished()) {
    const double loss = history.loss(number);
    if (loss < best) {
      best = loss;
      vain = 0;
      step = std::min(longest, 2 * step);
    } else if (history.trials()[static_cast<std::size_t>(number)].source == source && ++vain >= history.axes().size()) {
      vain = 0;
      step = std::max(shortest, step / 2);
    }
  }
  return step;
}

GpSpace::Point pattern_neighbour(const GpSpace& space, const History& history, double step, const GpSuccess& success,
                                 Generator& random) {
  GpSpace::Point last_resort;
  const Trial* best = history.best();
  if (!best || best->parameters.empty()) return last_resort;
  const Eigen::VectorXd centre = space.coordinates(space.point_of(best->number));
  const auto last = static_cast<std::int64_t>(space.factors().size()) - 1;
  for (int i = 0; i < attempts; ++i) {
    Eigen::VectorXd u = centre;
    const auto one = random.integer(0, last), two = random.integer(0, last);
    move(space, history, static_cast<std::size_t>(one), step, u, random);
    if (random.uniform() < 0.5) move(space, history, static_cast<std::size_t>(two), step, u, random);
    GpSpace::Point point = space.snapped(u);
    if (space.tried(point)) continue;
    if (success.likely(point)) return point;
    last_resort = std::move(point);
  }
  return last_resort;
}

}  // namespace nilgrad::study
