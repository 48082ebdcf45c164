#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad {

/// What ng.minimize, ng.maximize and ng.start are told.
struct RunOptions {
  catalog::Part<Optimizer> optimizer;
  std::vector<double> x0, lower, upper;
  std::optional<std::int64_t> dim, budget, steps;
  std::optional<double> target, seconds;
  std::uint64_t seed = 0, stream = 0;
  std::optional<std::string> journal;
  double journal_sync = 1;
  std::string keep = "best";
  bool in_place = false;
  bool noisy = false;
  std::optional<std::int64_t> workers, evaluate_every;  ///< of minimize and maximize, which have an objective

  /// The settings of a run in dimension `d`; `own` are the objective's bounds, for a side that is given none. Without a
  /// budget but with another end (steps, seconds, target) the run has no limit of evaluations; without any end the
  /// budget is 1000 d.
  Run::Settings settings(std::size_t d, const Bounds& own, bool maximize) const;

  /// The start point: x0 (one number for all coordinates alike), else `own`. Throws Error(option) for another length.
  Point start(std::size_t d, const Point& own) const;
};

}  // namespace nilgrad
