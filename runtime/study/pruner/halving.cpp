#include "runtime/study/pruner/halving.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::study {
namespace {

/// Others that are at the rung, and those of them that are better. Ties do not count against the trial.
struct Standing {
  std::int64_t others = 0, better = 0;
};

Standing standing_at(const History& history, const Trial& trial, double step, const Competes& competes) {
  const double own = Rungs::loss_at(history, trial, step);
  Standing standing;
  for (const Trial& other : history.trials()) {
    if (other.number == trial.number || !competes(other)) continue;
    const double loss = Rungs::loss_at(history, other, step);
    if (std::isnan(loss)) continue;
    ++standing.others;
    if (loss < own) ++standing.better;
  }
  return standing;
}

}  // namespace

double Rungs::loss_at(const History& history, const Trial& trial, double step) {
  const auto& reports = trial.reports;
  if (reports.empty() || static_cast<double>(reports.back().step) < step)
    return std::numeric_limits<double>::quiet_NaN();
  const auto at = std::lower_bound(reports.begin(), reports.end(), step, [](const Report& report, double wanted) {
    return static_cast<double>(report.step) < wanted;
  });
  return loss_of(*at, history);
}

bool loses_rung(const History& history, const Trial& trial, const Rungs& rungs, const Competes& competes,
                std::int64_t cohort) {
  const auto& reports = trial.reports;
  const auto last = static_cast<double>(reports.back().step);
  const double before = reports.size() < 2 ? -std::numeric_limits<double>::infinity()
                                           : static_cast<double>(reports[reports.size() - 2].step);
  double quota = static_cast<double>(cohort);
  for (auto step = static_cast<double>(rungs.first); step <= last; step *= static_cast<double>(rungs.reduction)) {
    quota /= static_cast<double>(rungs.reduction);
    if (step <= before) continue;  // decided when it was reached
    const Standing standing = standing_at(history, trial, step, competes);
    const std::int64_t kept = cohort > 0 ? static_cast<std::int64_t>(quota) : (standing.others + 1) / rungs.reduction;
    if (standing.better >= std::max<std::int64_t>(kept, 1)) return true;
  }
  return false;
}

}  // namespace nilgrad::study
