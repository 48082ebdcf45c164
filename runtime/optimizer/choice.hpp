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
///   variables     evaluations a variable
///   up to 100     at least 200 (30 if `noisy`), or no limit    cmaes with bipop restarts
///                 fewer                                        bobyqa; of one variable cobyla
///   up to 500     at least 200, or no limit                    cmaes with bipop restarts
///                 fewer                                        one_plus_one
///   more          at least 50                                  one_plus_one
///                 fewer, or no limit                           zeroth_order
///   above 100, if `noisy`                                      zeroth_order
///
/// zeroth_order is of central two-point estimates with 8 rademacher directions, whose h is found from the noise if
/// there is said to be any, and adam.
///
/// Bounds set the scale: cmaes begins with 0.3 of each interval, bobyqa and cobyla with 0.1. Adam's rate falls from 2 %
/// of the narrowest interval (0.02 without bounds) to a hundredth of that along a cosine, or, where neither budget nor
/// steps say how long the run is, as the inverse square root of the step.
///
/// Noise has to be told: nothing is evaluated to find out. Without being told, a run of many evaluations is a search by
/// ranks, which bears some; models of few evaluations are misled.
Choice choose_optimizer(std::size_t dim, const Run::Settings& settings, bool noisy);

}  // namespace nilgrad
