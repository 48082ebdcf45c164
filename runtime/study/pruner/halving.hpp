#pragma once
#include <functional>

#include "runtime/study/pruner/pruner.hpp"

namespace nilgrad::study {

/// Successive halving's rungs: steps r, r η, r η², … at which trials are compared and one of η goes on.
struct Rungs {
  std::int64_t first = 1;      ///< r
  std::int64_t reduction = 4;  ///< η

  /// A trial's loss at a rung: of its first report at or after the rung's step. NaN where it did not get there. It
  /// never changes once it is known, so every worker sees the same, in whatever order reports arrive.
  static double loss_at(const History& history, const Trial& trial, double step);
};

/// Which trials (by number) compete with the one that asks.
using Competes = std::function<bool(const Trial&)>;

/// The rule of ASHA: a trial's last report, where it is its first at a rung, must be among the best 1/η of what has
/// arrived there until now, whatever became of those trials; among fewer than η it must be the best.
///
/// With `cohort` > 0, of so many trials in all, the synchronous rule: it stops when so many of the others are better
/// that it cannot be among the best cohort/η^(rung+1) even if all of the rest do worse. What halving in step with each
/// other would keep is kept, in any order of arrival; beside it, what came early and looked good.
bool loses_rung(const History& history, const Trial& trial, const Rungs& rungs, const Competes& competes,
                std::int64_t cohort = 0);

}  // namespace nilgrad::study
