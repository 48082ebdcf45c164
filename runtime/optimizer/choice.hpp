#pragma once
#include <memory>
#include <string>

#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/catalog.hpp"

namespace nilgrad {

struct Choice {
  std::shared_ptr<const catalog::Recipe> optimizer;
  std::string why;  ///< named by print(result)
};

/// The optimizer of a run that names none (scripts/benchmarks/choice.lua prints what the rule rests on):
///
///   up to 100 variables, at least 200 evaluations a variable (30 if `noisy`), or no limit   cmaes with bipop restarts
///   up to 100 variables, fewer evaluations                                bobyqa; of one variable cobyla
///   more variables    zeroth_order: central two-point estimates of 8 rademacher directions, adam
///
/// Bounds set the scale: cmaes begins with 0.3 of each interval, bobyqa and cobyla with 0.1. Adam's rate falls from 2 %
/// of the narrowest interval (0.02 without bounds) to a hundredth of that along a cosine, or, where neither budget nor
/// steps say how long the run is, as the inverse square root of the step.
///
/// Noise has to be told: nothing is evaluated to find out. Without being told, a run of many evaluations is a search by
/// ranks, which bears some; models of few evaluations are misled.
Choice choose_optimizer(std::size_t dim, const Run::Settings& settings, bool noisy);

}  // namespace nilgrad
