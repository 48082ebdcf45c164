#pragma once
#include <cstdint>

namespace nilgrad {

/// Where a run stands.
struct Progress {
  std::int64_t step = 0;   ///< from 0
  std::int64_t steps = 0;  ///< planned; 0 when unknown
};

/// A number that changes over a run: a learning rate, a step size. Where one is expected, a plain number is a constant
/// one.
class Schedule {
 public:
  static constexpr const char* kind = "schedule";
  static constexpr const char* from_number = "constant";
  virtual ~Schedule() = default;
  virtual double at(const Progress& progress) const = 0;
};

}  // namespace nilgrad
