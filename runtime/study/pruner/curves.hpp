#pragma once
#include "runtime/study/pruner/pruner.hpp"

namespace nilgrad::study {

/// What pruners share: a trial's reports read as a curve of losses, turned so that less is better.
class CurvePruner : public Pruner {
 public:
  /// No before the first report, yes after one that is NaN; the rest is the method's.
  bool should_prune(const History& history, std::int64_t number) final;

 protected:
  /// The trial has reports, and the last is a number.
  virtual bool stops(const History& history, const Trial& trial) = 0;
};

/// At which reports a pruner looks at a trial: from step `warmup` on, at the first report in every `interval` of steps.
struct Attention {
  std::int64_t warmup = 0, interval = 1;
  bool due(const Trial& trial) const;
};

/// The least loss that the trial has reported; NaN where no report is a number.
double least_loss(const History& history, const Trial& trial);

/// The loss at `step`: of the last report up to it. NaN before the first.
double loss_at(const History& history, const Trial& trial, std::int64_t step);

/// The losses at `step` of the complete trials, ascending; those that have no number there are left out. Pruned trials
/// are too: they were stopped for being worse, so how many there are depends on the pruner and not on the objective.
/// Running ones as well, so that it does not matter which of them reports first.
std::vector<double> complete_losses_at(const History& history, std::int64_t step);

/// Of an ascending list, not empty: linear between neighbours, 0 the first and 100 the last of them.
double percentile(const std::vector<double>& ascending, double percent);

/// How the median and percentile pruners compare a trial with the others.
struct Comparison {
  std::int64_t startup = 5;     ///< no trial is stopped before so many are complete
  std::int64_t min_trials = 1;  ///< nor at a step that fewer of them have reached
  Attention attention;
};

/// Whether the trial's least loss so far is above the percentile of what complete trials had at this step.
bool worse_than_percentile(const History& history, const Trial& trial, const Comparison& comparison, double percent);

}  // namespace nilgrad::study
