#pragma once
#include <memory>
#include <string>

#include "runtime/algorithm/point.hpp"
#include "runtime/catalog/catalog.hpp"

namespace nilgrad {

struct Choice {
  std::shared_ptr<const catalog::Recipe> optimizer;
  std::string why;  ///< named by print(result)
};

/// The optimizer of a run that names none. Up to 100 coordinates: one_plus_one, which adapts its own step size and
/// needs no scale. Above: zeroth_order with central two-point estimates of 8 rademacher directions and adam, whose rate
/// falls from 2 % of the narrowest interval (0.02 without bounds) to a hundredth of that along a cosine, or, where
/// neither budget nor steps say how long the run is (`length_known` is false), as the inverse square root of the step.
Choice choose_optimizer(std::size_t dim, const Bounds& bounds, bool length_known);

}  // namespace nilgrad
