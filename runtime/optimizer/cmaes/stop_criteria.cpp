#include "runtime/optimizer/cmaes/stop_criteria.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::cmaes {
namespace {

constexpr double largest_condition = 1e14, largest_growth = 1e4;
constexpr std::size_t longest_history = 20000;

using Values = std::deque<double>;

double median(Values::const_iterator begin, Values::const_iterator end) {
  std::vector<double> values(begin, end);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Whether the last 30 % of the newest `window` values are no better than the first 30 %.
bool no_better(const Values& values, std::size_t window) {
  const auto share = static_cast<std::ptrdiff_t>(3 * window / 10);
  const auto first = values.end() - static_cast<std::ptrdiff_t>(window);
  return median(values.end() - share, values.end()) >= median(first, first + share);
}

bool no_effect_on_an_axis(const SearchDistribution& distribution, Index generation) {
  const Index axis = generation % distribution.constants().n;
  const Eigen::VectorXd step =
      0.1 * distribution.sigma() * distribution.lengths()[axis] * distribution.axes().col(axis);
  return distribution.mean() == distribution.mean() + step;
}

bool no_effect_on_a_coordinate(const SearchDistribution& distribution, const Eigen::VectorXd& deviations) {
  const Eigen::VectorXd moved = distribution.mean() + 0.2 * deviations;
  return (moved.array() == distribution.mean().array()).any();
}

}  // namespace

StopCriteria::StopCriteria(const Constants& constants, Tolerances tolerances, double first_sigma)
    : n_(constants.n),
      lambda_(constants.lambda),
      tolerances_(tolerances),
      first_sigma_(first_sigma),
      recent_(static_cast<std::size_t>(10 + (30 * n_ + lambda_ - 1) / lambda_)) {}

std::string StopCriteria::check(const SearchDistribution& distribution, const std::vector<double>& values) {
  ++generation_;
  record(values);
  const Eigen::VectorXd deviations = distribution.sigma() * distribution.deviations();
  const double small = tolerances_.tolx * first_sigma_;
  if (deviations.maxCoeff() < small && (distribution.sigma() * distribution.path().cwiseAbs()).maxCoeff() < small)
    return "tolx";
  if (const char* name = check_values(values)) return name;
  const auto& lengths = distribution.lengths();
  if (lengths[n_ - 1] > std::sqrt(largest_condition) * lengths[0]) return "conditioncov";
  if (distribution.sigma() * lengths[n_ - 1] > largest_growth * first_sigma_ || !distribution.finite()) return "tolxup";
  if (no_effect_on_an_axis(distribution, generation_)) return "noeffectaxis";
  if (no_effect_on_a_coordinate(distribution, deviations)) return "noeffectcoord";
  return generation_ == tolerances_.most_generations ? "maxiter" : "";
}

void StopCriteria::record(const std::vector<double>& values) {
  if (values.empty()) return;
  best_.push_back(values.front());
  median_.push_back(values[values.size() / 2]);
  if (best_.size() > longest_history) best_.pop_front(), median_.pop_front();
}

const char* StopCriteria::check_values(const std::vector<double>& values) const {
  if (values.empty() || best_.size() < recent_) return nullptr;
  const auto [least, most] = std::minmax_element(best_.end() - static_cast<std::ptrdiff_t>(recent_), best_.end());
  if (*least == *most) return "equalfunvalues";
  if (std::max(*most, values.back()) - std::min(*least, values.front()) < tolerances_.tolfun) return "tolfun";
  return stagnates() ? "stagnation" : nullptr;
}

bool StopCriteria::stagnates() const {
  const auto least = static_cast<std::size_t>(120 + 30 * n_ / lambda_);
  const std::size_t window = std::min(std::max(best_.size() / 5, least), longest_history);
  return generation_ % 10 == 0 && best_.size() >= window && no_better(best_, window) && no_better(median_, window);
}

}  // namespace nilgrad::cmaes
