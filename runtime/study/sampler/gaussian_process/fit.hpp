#pragma once
#include "runtime/study/sampler/gaussian_process/kernel.hpp"

namespace nilgrad::study {

/// Logarithms of what is expected before any data: normal with these means and deviations.
struct GpPrior {
  double length_mean = 0, length_deviation = 1;
  double signal_mean = 0, signal_deviation = 1;
  double noise_mean = -6, noise_deviation = 2;

  /// For standardized values of so many parameters: the more there are, the less each is expected to matter.
  static GpPrior standard(std::size_t parameters);
};

/// Log marginal likelihood of values at points (columns) plus the log prior of the parameters, up to a constant.
class GpLikelihood {
 public:
  GpLikelihood(const GpFactors& factors, const Eigen::MatrixXd& points, Eigen::VectorXd values, GpPrior prior);

  /// The gradient is in the order log_length…, log_signal, log_noise. −inf where K is not positive definite.
  double operator()(const GpParameters& parameters, Eigen::VectorXd& gradient) const;

 private:
  double likelihood(const GpParameters& parameters, Eigen::VectorXd& gradient) const;

  std::vector<Eigen::ArrayXXd> distances_;  // squared, one a parameter
  Eigen::VectorXd values_;
  GpPrior prior_;
};

/// The parameters of greatest posterior density that L-BFGS finds from the prior's mean.
GpParameters gp_fit(const GpFactors& factors, const Eigen::MatrixXd& points, const Eigen::VectorXd& values,
                    const GpPrior& prior);

}  // namespace nilgrad::study
