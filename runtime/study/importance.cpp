#include "runtime/study/importance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/study/importance_forest.hpp"

namespace nilgrad::study {
namespace {

constexpr std::size_t fewest_trials = 4;  // fewer say nothing about anything
constexpr std::uint64_t stream = 0x66616e6f7661;

/// Complete trials of finite loss, and what their losses count as.
struct Sample {
  std::vector<std::size_t> trials;
  std::vector<double> losses;
};

double quantile(const std::vector<double>& ascending, double share) {
  return ascending[static_cast<std::size_t>(share * static_cast<double>(ascending.size() - 1) + 0.5)];
}

Sample sample_of(const History& history, std::size_t objective) {
  Sample sample;
  for (const Trial& trial : history.trials()) {
    const double loss = history.loss(trial.number, objective);
    if (!std::isfinite(loss)) continue;
    sample.trials.push_back(static_cast<std::size_t>(trial.number));
    sample.losses.push_back(loss);
  }
  if (sample.losses.size() < fewest_trials) return sample;
  std::vector<double> ascending = sample.losses;
  std::sort(ascending.begin(), ascending.end());
  const double low = quantile(ascending, 0.25), high = quantile(ascending, 0.75);
  if (high > low)
    for (double& loss : sample.losses) loss = std::min(loss, high + 1.5 * (high - low));
  return sample;
}

/// Which trials of the sample asked for the parameter.
std::vector<bool> active(const History& history, const History::Axis& axis, const Sample& sample) {
  const auto column = history.column(axis.first_column);
  std::vector<bool> all;
  for (const std::size_t trial : sample.trials) all.push_back(!std::isnan(column[trial]));
  return all;
}

/// Variances explained among the trials of `members`, by each of the axes, in units of the loss. Parameters that some
/// of these trials lack are fitted too, the lack being the middle of their domain: else what they do would be taken for
/// noise or, worse, for the others' doing.
std::vector<double> explained(const History& history, const Sample& sample, const std::vector<bool>& members,
                              StopToken stop) {
  importance::Table table;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (members[i]) table.values.push_back(sample.losses[i]);
  for (std::size_t c = 0; c < history.columns(); ++c) {
    const auto column = history.column(c);
    auto& coordinates = table.columns.emplace_back();
    for (std::size_t i = 0; i < members.size(); ++i) {
      const double u = column[sample.trials[i]];
      if (members[i]) coordinates.push_back(std::isnan(u) ? 0.5 : u);
    }
  }
  const auto variances = importance::main_effects(table, Key::from(history.seed(), Purpose::draw, stream), stop);
  std::vector<double> sums;
  for (const History::Axis& axis : history.axes()) {
    const auto first = variances.begin() + static_cast<std::ptrdiff_t>(axis.first_column);
    sums.push_back(std::accumulate(first, first + static_cast<std::ptrdiff_t>(axis.domain->coordinates()), 0.0));
  }
  return sums;
}

}  // namespace

std::vector<Importance> importances(const History& history, std::size_t objective, StopToken stop) {
  const Sample sample = sample_of(history, objective);
  const auto& axes = history.axes();
  std::vector<std::vector<bool>> members;
  for (const History::Axis& axis : axes) members.push_back(active(history, axis, sample));
  std::vector<Importance> all;
  for (const History::Axis& axis : axes) all.push_back({axis.name, 0});
  std::vector<bool> done(axes.size(), false);
  for (std::size_t a = 0; a < axes.size(); ++a) {
    const auto count = static_cast<std::size_t>(std::count(members[a].begin(), members[a].end(), true));
    if (done[a] || count < fewest_trials) continue;
    const auto variances = explained(history, sample, members[a], stop);
    for (std::size_t b = a; b < axes.size(); ++b) {
      if (members[b] != members[a]) continue;
      done[b] = true;
      all[b].share = variances[b] * static_cast<double>(count);
    }
  }
  double sum = 0;
  for (const Importance& one : all) sum += one.share;
  if (sum > 0)
    for (Importance& one : all) one.share /= sum;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.share > b.share; });
  return all;
}

}  // namespace nilgrad::study
