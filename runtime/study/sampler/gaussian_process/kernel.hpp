#pragma once
#include <Eigen/Core>
#include <vector>

namespace nilgrad::study {

/// One parameter as a kernel sees it: its coordinates share a length scale.
struct GpFactor {
  Eigen::Index first = 0, count = 1;
  bool ordered = true;      ///< false: a choice, whose coordinate is the index of its value
  double off_distance = 0;  ///< squared, of a choice that is not active to any of its values
};
using GpFactors = std::vector<GpFactor>;

/// Where a coordinate of a parameter that is not active lies. As if an ordered one had its middle value and a choice
/// stood in the middle of its values: all distances stay those of points in a Euclidean space.
constexpr double gp_inactive = 0.5, gp_inactive_choice = -1;

/// Squared distance along one parameter: mean of squares over its coordinates, 1 between two values of a choice.
double gp_distance(const GpFactor& factor, const double* a, const double* b);

/// What is fitted, in logarithms: a length scale each parameter, the variances of signal and noise.
struct GpParameters {
  Eigen::VectorXd log_length;
  double log_signal = 0, log_noise = 0;

  double signal() const { return std::exp(log_signal); }
  double noise() const { return std::exp(log_noise); }
  Eigen::VectorXd inverse_squared_lengths() const { return (-2 * log_length.array()).exp(); }
};

/// Signal covariance, Matérn 5/2: σ² (1 + √5 r + 5/3 r²) e^(−√5 r), of a point with points whose coordinates stand in
/// columns.
Eigen::VectorXd gp_covariances(const GpFactors& factors, const GpParameters& parameters, const Eigen::MatrixXd& columns,
                               Eigen::Ref<const Eigen::VectorXd> point);

}  // namespace nilgrad::study
