#pragma once
#include <algorithm>
#include <vector>

namespace nilgrad {

/// v ↦ max(v − θ, 0), where θ makes the results of `values` add up to `total`: what projections onto a simplex and onto
/// an L1 ball do. θ is kept as a distance from the largest value, so that large values lose nothing.
class SoftThreshold {
 public:
  /// Sorts `values`: at least one, all finite; total > 0.
  SoftThreshold(std::vector<double>& values, double total);
  double operator()(double value) const { return std::max((value - largest_) + depth_, 0.0); }

 private:
  double largest_;
  double depth_;  // largest − θ, > 0
};

}  // namespace nilgrad
