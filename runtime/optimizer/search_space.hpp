#pragma once
#include <Eigen/Core>
#include <vector>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

/// How far a search goes first, a number a coordinate: `given` are one for all or one each; where there are none,
/// `share` of a coordinate's interval, and 0.3 where that is not bounded on both sides. Throws Error(option), naming
/// the option `name`, for another count and for numbers that are not above 0.
std::vector<double> first_steps(const char* name, const std::vector<double>& given, double share, const Bounds& bounds,
                                std::size_t dim);

/// Coordinates without bounds, in units of the first steps, for methods that know none. Going back folds a coordinate
/// into its interval [l, u]: it is the identity but for a margin a at each bound, where it bends into the parabola
/// l + (y − (l − a))²/4a, and it is mirrored at l − a. The whole line is mapped onto the interval with a continuous
/// derivative, so every point asked for is inside, an optimum on a bound is a minimum inside the space searched, and
/// the method never sees a step that was clipped or drawn again. (The idea is that of pycma's BoundTransform; the
/// margin here follows the interval and the step, so that scaling or moving a problem changes nothing.)
class SearchSpace {
 public:
  SearchSpace(const Point& start, const Bounds& bounds, const std::vector<double>& steps);

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

}  // namespace nilgrad
