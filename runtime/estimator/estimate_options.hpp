#pragma once
#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"

namespace nilgrad {

/// What ng.estimate is told.
struct EstimateOptions {
  catalog::Part<Estimator> estimator = "two_point";
  std::uint64_t seed = 0, stream = 0, step = 0;
};

/// One estimate of an objective's gradient at x, outside any run: drives the estimator to its end. Directions and
/// samples are those of zeroth_order's step of the same seed, stream and number.
Estimate estimate_gradient(Estimator& estimator, const Point& x, const EstimateOptions& options, const Bounds& bounds,
                           const std::function<void(std::span<const Probe>, std::span<double>)>& evaluate);

}  // namespace nilgrad
