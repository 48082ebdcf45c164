#pragma once
#include "runtime/study/history.hpp"

namespace nilgrad::study {

/// Decides which trials are not worth finishing. A function of the history alone, which has the reports of all workers'
/// trials up to the moment of asking.
class Pruner {
 public:
  static constexpr const char* kind = "pruner";
  virtual ~Pruner() = default;

  /// Whether trial `number` shall stop after its last report; never before its first. Values are turned so that less is
  /// better (history.maximize()). NaN reports: every pruner says to stop.
  virtual bool should_prune(const History& history, std::int64_t number) = 0;
};

/// A report's value as something to minimize.
inline double loss_of(const Report& report, const History& history) {
  return history.maximize().front() ? -report.value : report.value;
}

}  // namespace nilgrad::study
