#pragma once
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/pruner.hpp"

// Histories made by hand for the tests of pruners.
namespace nilgrad::study {

/// A trial that reported these values at steps 1, 2, …
inline Trial curve(std::int64_t number, State state, const std::vector<double>& values) {
  Trial trial;
  trial.number = number;
  trial.state = state;
  for (const double value : values)
    trial.reports.push_back({static_cast<std::int64_t>(trial.reports.size()) + 1, value});
  if (state == State::complete) trial.values = {values.empty() ? 0 : values.back()};
  return trial;
}

inline History history_of(const std::vector<Trial>& trials, bool maximize = false, std::uint64_t seed = 1) {
  History history(seed, {maximize});
  for (const Trial& trial : trials) history.update(trial);
  return history;
}

inline std::shared_ptr<Pruner> pruner(const std::string& name, catalog::Values values = {}) {
  return catalog::recipe("pruner", name, std::move(values))->make<Pruner>();
}

/// Whether the pruner stops trial `number` after its last report.
inline bool stops(const std::string& name, const catalog::Values& values, const History& history, std::int64_t number) {
  return pruner(name, values)->should_prune(history, number);
}

}  // namespace nilgrad::study
