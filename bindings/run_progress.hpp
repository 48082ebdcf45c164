#pragma once
#include <string>

#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Where a run was, and when, as this program began with it or went on.
struct RunBeginning {
  RunBeginning(const Run& run, double now)
      : seconds(now), evaluations(run.result().evaluations), steps(run.result().steps) {}
  /// Of a run whose values are those of minibatches: their running mean says more than the best one.
  void follow(const Run& run);

  double seconds;
  std::int64_t evaluations, steps;
  std::int64_t followed = 0;
  double loss = 0;
};

/// How far a run is at the time `now`: steps, evaluations, the best value or the running mean of the last twenty
/// steps, the time left where its end can be counted down to, the last figures.
std::string progress_text(const Run& run, const RunBeginning& beginning, double now);

}  // namespace nilgrad::bindings
