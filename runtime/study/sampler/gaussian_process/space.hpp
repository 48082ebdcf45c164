#pragma once
#include "runtime/study/sampler/gaussian_process/conditions.hpp"
#include "runtime/study/sampler/gaussian_process/kernel.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {

/// A study's configurations as points that kernels can compare, and which of them were tried. A point has a number for
/// each column of the history: ordered parameters lie where their value lies, so an int is seen where it will be
/// evaluated; a choice has the index of its value; what is not active has gp_inactive and gp_inactive_choice.
class GpSpace {
 public:
  using Point = Eigen::VectorXd;

  /// What `turn`'s trial was given (enqueued in part) stays as it is in every point, and so do parameters that the user
  /// has fixed: those with one value in all trials, which is not what draw_latin gave the first `startup` trials.
  GpSpace(const Turn& turn, std::int64_t startup);

  const GpFactors& factors() const { return factors_; }
  Eigen::Index columns() const { return static_cast<Eigen::Index>(history_.columns()); }

  /// Where a trial lies; of no size where none of its parameters is known.
  Point point_of(std::int64_t trial) const;
  /// The point of the configuration at these coordinates in [0, 1].
  Point snapped(const Eigen::VectorXd& u) const;
  /// Coordinates in [0, 1] whose snapped() is the point.
  Eigen::VectorXd coordinates(const Point& point) const;
  Eigen::VectorXd uniform(Generator& random) const;
  /// The active parameters' values.
  Given values(const Point& point) const;

  /// Whether a trial that is over or running has the same choices and lies, in every ordered parameter, no further from
  /// it than what the losses can tell apart (gp_resolution), and that is 0.001 of the range at least.
  bool tried(const Point& point) const;

 private:
  void fix(const std::string& name, const Value& value);
  void fix_what_users_fixed(std::int64_t startup);
  void resolve();

  const History& history_;
  GpConditions conditions_;
  GpFactors factors_;
  std::vector<std::pair<Eigen::Index, double>> fixed_;  // column, coordinate
  std::vector<Point> tried_;
  Eigen::ArrayXd tolerance_;  // of each column
};

}  // namespace nilgrad::study
