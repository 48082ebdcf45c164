#pragma once
#include <cstdint>
#include <optional>

#include "runtime/random/key.hpp"

namespace nilgrad {

/// Where a run stands.
struct Progress {
  std::int64_t step = 0;   ///< from 0
  std::int64_t steps = 0;  ///< planned; 0 when unknown
  Key rounding{};          ///< of this step: by which 16-bit points are rounded
};

/// A number that changes over a run: a learning rate, a step size. Where one is expected, a plain number is a constant
/// one. The bits of a value are the same on every machine (reproducible_math.hpp), since a replay computes it again.
class Schedule {
 public:
  static constexpr const char* kind = "schedule";
  static constexpr const char* from_number = "constant";
  virtual ~Schedule() = default;
  virtual double at(const Progress& progress) const = 0;
};

/// The share of the steps that is over, 0 to 1: of a schedule's own option `steps`, else of the run's. Throws
/// Error(option) naming `schedule` when neither is known.
double share_of(const char* schedule, std::optional<std::int64_t> own, const Progress& progress);

}  // namespace nilgrad
