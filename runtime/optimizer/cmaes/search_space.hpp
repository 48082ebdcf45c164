#pragma once
#include <Eigen/Core>
#include <vector>

#include "runtime/algorithm/point.hpp"

namespace nilgrad::cmaes {

/// Where the distribution lives: coordinates without bounds, in units of the first standard deviations, so that a
/// search begins with N(u, I). Going back folds a coordinate into its interval [l, u]: it is the identity but for a
/// margin a at each bound, where it bends into the parabola l + (y − (l − a))²/4a, and it is mirrored at l − a. The
/// whole line is mapped onto the interval with a continuous derivative, so every point asked for is inside, an optimum
/// on a bound is a minimum inside the space searched, and the distribution never sees a clipped or resampled step.
/// (The idea is that of pycma's BoundTransform; the margin here follows the interval and the step size, so that scaling
/// or moving a problem changes nothing.)
class SearchSpace {
 public:
  /// `deviations` are the first standard deviations: one for all coordinates, one each, or none for 0.3 of each bounded
  /// interval and 0.3 elsewhere.
  SearchSpace(const Point& start, const Bounds& bounds, const std::vector<double>& deviations);

  /// Coordinates of the start point, which is moved into the bounds first.
  Eigen::VectorXd start() const { return start_; }
  /// A start for another search: anywhere in the bounds (uniform01[i] tells where), the first start's coordinate where
  /// there are none.
  Eigen::VectorXd start(const std::vector<double>& uniform01) const;
  void write(const Eigen::VectorXd& u, const Point& point) const;

 private:
  struct Axis {
    double lower, upper, scale, margin;
    bool bounded() const;  ///< on both sides
    double inside(double y) const;
    double outside(double x) const;  ///< the y nearest to the interval that inside() takes to x
  };
  std::vector<Axis> axes_;
  Eigen::VectorXd start_;
};

}  // namespace nilgrad::cmaes
