#include "runtime/optimizer/cmaes/restarts.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::cmaes {
namespace {

constexpr int most_doublings = 9;

}  // namespace

std::optional<Search> Restarts::next(std::int64_t evaluations, double u, double v) {
  if (kind_ == "none") return {};
  if (is_small_) {
    spent_small_ += evaluations;
  } else {
    last_large_ = evaluations;
    if (count_ > 0) spent_large_ += evaluations;  // the first search counts for neither side
  }
  is_small_ = kind_ == "bipop" && count_ > 0 && spent_small_ < spent_large_;
  if (!is_small_ && doublings_ == most_doublings) return {};
  ++count_;
  if (is_small_) return small(u, v);
  ++doublings_;
  large_ *= 2;
  return Search{large_, 1, 0};
}

Search Restarts::small(double u, double v) const {
  const double first = static_cast<double>(first_), large = static_cast<double>(large_);
  const auto population = static_cast<Index>(first * std::pow(large / (2 * first), u * u));
  return {std::max(first_, population), std::pow(10, -2 * v), std::max<std::int64_t>(1, last_large_ / 2)};
}

}  // namespace nilgrad::cmaes
