#pragma once
#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Seconds of a monotonic clock: where time enters the program's runs.
double monotonic_seconds();

/// One line on a terminal's stderr that says how a run stands, at most ten times a second, erased at the end. Silent in
/// a pipe.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(const Run& run);

 private:
  bool active_;
  bool shown_ = false;
  double next_ = 0;
};

}  // namespace nilgrad::bindings
