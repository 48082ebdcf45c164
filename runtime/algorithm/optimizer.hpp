#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "runtime/algorithm/algorithm.hpp"
#include "runtime/algorithm/exchange.hpp"

namespace nilgrad {

/// What an optimizer is given: where to start and what it may know.
struct Problem {
  Point& x;  ///< the iterate: holds the start point; the optimizer moves it
  const Bounds& bounds;
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;  ///< tells runs of one seed apart (images, trials)
  std::int64_t budget = 0;   ///< evaluations it may count on, for schedules; 0: unknown
  std::int64_t steps = 0;    ///< steps it may count on; 0: as many as the budget gives

  /// How many steps of `cost` evaluations there will be; 0 when unknown.
  std::int64_t planned_steps(std::int64_t cost) const {
    const std::int64_t affordable = budget / std::max<std::int64_t>(1, cost);
    if (budget == 0 || steps == 0) return budget == 0 ? steps : affordable;
    return std::min(steps, affordable);
  }
};

/// The value of a start point as something to beat: +inf where it failed (NaN or infinite), so that the first finite
/// value is an improvement.
inline double value_to_beat(double value) {
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

/// Searches for a minimum of whatever answers its probes. Runs until its driver drops it, or returns why it ended by
/// itself. A step is closed with exchange.finish_step(). It never counts or limits evaluations: the driver does.
class Optimizer {
 public:
  static constexpr const char* kind = "optimizer";
  virtual ~Optimizer() = default;
  virtual Algorithm<std::string> run(Exchange& exchange, Problem problem) = 0;

  /// Bytes that it keeps from one step to the next at points like `shape`, besides the iterate: of those that move an
  /// objective's own point.
  virtual std::int64_t memory(const Point& shape) const {
    (void)shape;
    return 0;
  }
};

}  // namespace nilgrad
