#include "runtime/study/pruner/curves.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::study {

bool CurvePruner::should_prune(const History& history, std::int64_t number) {
  const Trial& trial = history.trials().at(static_cast<std::size_t>(number));
  if (trial.reports.empty()) return false;
  return std::isnan(trial.reports.back().value) || stops(history, trial);
}

bool Attention::due(const Trial& trial) const {
  const std::int64_t step = trial.reports.back().step;
  if (step < warmup) return false;
  const std::int64_t first = (step - warmup) / interval * interval + warmup;
  return trial.reports.size() < 2 || trial.reports[trial.reports.size() - 2].step < first;
}

double least_loss(const History& history, const Trial& trial) {
  double least = std::numeric_limits<double>::quiet_NaN();
  for (const Report& report : trial.reports) least = std::fmin(least, loss_of(report, history));
  return least;
}

double loss_at(const History& history, const Trial& trial, std::int64_t step) {
  const auto after = std::upper_bound(trial.reports.begin(), trial.reports.end(), step,
                                      [](std::int64_t wanted, const Report& report) { return wanted < report.step; });
  return after == trial.reports.begin() ? std::numeric_limits<double>::quiet_NaN()
                                        : loss_of(*std::prev(after), history);
}

std::vector<double> complete_losses_at(const History& history, std::int64_t step) {
  std::vector<double> losses;
  for (const Trial& trial : history.trials()) {
    if (trial.state != State::complete) continue;
    if (const double loss = loss_at(history, trial, step); !std::isnan(loss)) losses.push_back(loss);
  }
  std::sort(losses.begin(), losses.end());
  return losses;
}

double percentile(const std::vector<double>& ascending, double percent) {
  const double place = percent / 100 * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double rest = place - static_cast<double>(below);
  if (rest == 0 || ascending[below] == ascending[below + 1]) return ascending[below];  // infinities have no difference
  return ascending[below] + rest * (ascending[below + 1] - ascending[below]);
}

bool worse_than_percentile(const History& history, const Trial& trial, const Comparison& comparison, double percent) {
  if (!comparison.attention.due(trial)) return false;
  const auto& trials = history.trials();
  if (std::count_if(trials.begin(), trials.end(), [](const Trial& t) { return t.state == State::complete; }) <
      comparison.startup)
    return false;
  const std::vector<double> others = complete_losses_at(history, trial.reports.back().step);
  if (static_cast<std::int64_t>(others.size()) < std::max<std::int64_t>(comparison.min_trials, 1)) return false;
  return least_loss(history, trial) > percentile(others, percent);
}

}  // namespace nilgrad::study
