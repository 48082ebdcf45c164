#include "runtime/study/pareto.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nilgrad::study {
namespace {

using Points = std::vector<std::vector<double>>;

/// Takes the front out of `rest`, whose points are in lexicographic order: then only a point of the front that came
/// before can dominate one.
std::vector<std::size_t> peel(const Points& points, std::vector<std::size_t>& rest) {
  std::vector<std::size_t> front, behind;
  double least = std::numeric_limits<double>::infinity();  // of the second objective, over the front so far
  for (const std::size_t i : rest) {
    const auto& point = points[i];
    bool dominated = false;
    if (point.size() == 2 && !front.empty()) {
      // The front is descending in the second objective: its last point tells all, and equal ones do not dominate.
      dominated = point[1] > least || (point[1] == least && points[front.back()] != point);
    } else {
      dominated = std::any_of(front.rbegin(), front.rend(), [&](std::size_t f) { return dominates(points[f], point); });
    }
    (dominated ? behind : front).push_back(i);
    if (!dominated && point.size() == 2) least = point[1];
  }
  rest = std::move(behind);
  return front;
}

}  // namespace

std::vector<double> losses_of(const History& history, std::int64_t number) {
  std::vector<double> losses;
  for (std::size_t k = 0; k < history.objectives(); ++k) losses.push_back(history.loss(number, k));
  return losses;
}

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool better = false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] > b[k]) return false;
    better = better || a[k] < b[k];
  }
  return better;
}

std::vector<std::vector<std::size_t>> nondominated_fronts(const Points& points, std::size_t most) {
  std::vector<std::size_t> rest(points.size());
  std::iota(rest.begin(), rest.end(), std::size_t{0});
  std::stable_sort(rest.begin(), rest.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  std::vector<std::vector<std::size_t>> fronts;
  for (std::size_t count = 0; count < most && !rest.empty(); count += fronts.back().size()) {
    fronts.push_back(peel(points, rest));
    std::sort(fronts.back().begin(), fronts.back().end());
  }
  return fronts;
}

std::vector<std::int64_t> pareto_front(const History& history) {
  std::vector<std::int64_t> numbers;
  Points points;
  for (const Trial& trial : history.trials()) {
    if (trial.state != State::complete) continue;
    numbers.push_back(trial.number);
    points.push_back(losses_of(history, trial.number));
  }
  std::vector<std::int64_t> front;
  for (const auto& first : nondominated_fronts(points, 1))
    for (const std::size_t i : first) front.push_back(numbers[i]);
  return front;
}

}  // namespace nilgrad::study
