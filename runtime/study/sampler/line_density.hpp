#pragma once
#include <Eigen/Core>

#include "runtime/study/sampler/parzen.hpp"

namespace nilgrad::study {

/// A Parzen density of one near coordinate whose kernels have widths of their own: the distance to the farther one of
/// both neighbours, the prior's 1/2 among them (ends have only one), clipped as Parzen's are.
class LineDensity {
 public:
  /// `centers` of trials in ascending order of their numbers.
  LineDensity(const std::vector<double>& centers, double cell, const ParzenOptions& options);

  double draw(Generator& random) const;
  std::vector<double> log_densities(std::span<const double> u) const;

 private:
  using Numbers = Eigen::ArrayXd;
  struct Kernels {
    Numbers center;
    Numbers scale;  // 1/(√2 σ)
    Numbers base;   // ln of a kernel's weight and of its constant
  };
  void part(const Numbers& sigma);
  void merge_narrow();
  double sum(double u, Eigen::Index first, Eigen::Index count) const;

  Numbers center_, weights_, scale_;  // of the trials in ascending order of their centers
  Kernels kernels_;                   // the narrow ones first, in ascending order too; then the others
  Eigen::Index narrow_ = 0;
  double reach_ = 0;  // beyond which a narrow kernel does not count
  double prior_ = 1;
};

}  // namespace nilgrad::study
