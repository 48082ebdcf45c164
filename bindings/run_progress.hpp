#pragma once
#include <string>

#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Where a run was, and when, as this program began with it or went on.
struct RunBeginning {
  RunBeginning(const Run& run, double now)
      : seconds(now), evaluations(run.result().evaluations), steps(run.result().steps) {}
  double seconds;
  std::int64_t evaluations, steps;
};

/// How far a run is at the time `now`: steps, evaluations, the best value, the time left where its end can be counted
/// down to, the last figures.
std::string progress_text(const Run& run, const RunBeginning& beginning, double now);

}  // namespace nilgrad::bindings
