#include "runtime/study/sampler/gaussian_process/fit.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

#include "runtime/study/sampler/gaussian_process/lbfgs.hpp"

namespace nilgrad::study {
namespace {

constexpr int iterations = 30;

Eigen::VectorXd as_vector(const GpParameters& parameters) {
  Eigen::VectorXd v(parameters.log_length.size() + 2);
  v << parameters.log_length, parameters.log_signal, parameters.log_noise;
  return v;
}

GpParameters from_vector(const Eigen::VectorXd& v) {
  const Eigen::Index n = v.size() - 2;
  return {v.head(n), v[n], v[n + 1]};
}

/// Log density up to a constant; its derivative is added to `slope`.
double log_normal_density(double x, double mean, double deviation, double& slope) {
  const double z = (x - mean) / deviation;
  slope -= z / deviation;
  return -z * z / 2;
}

}  // namespace

GpPrior GpPrior::standard(std::size_t parameters) {
  GpPrior prior;
  prior.length_mean = std::log(0.4) + std::log(static_cast<double>(std::max<std::size_t>(parameters, 1))) / 2;
  return prior;
}

GpLikelihood::GpLikelihood(const GpFactors& factors, const Eigen::MatrixXd& points, Eigen::VectorXd values,
                           GpPrior prior)
    : values_(std::move(values)), prior_(prior) {
  const Eigen::Index n = points.cols();
  for (const GpFactor& factor : factors) {
    Eigen::ArrayXXd& d = distances_.emplace_back(n, n);
    for (Eigen::Index j = 0; j < n; ++j)
      for (Eigen::Index i = 0; i <= j; ++i)
        d(i, j) = d(j, i) = gp_distance(factor, points.col(i).data(), points.col(j).data());
  }
}

double GpLikelihood::likelihood(const GpParameters& parameters, Eigen::VectorXd& gradient) const {
  const Eigen::Index n = values_.size(), m = static_cast<Eigen::Index>(distances_.size());
  const Eigen::VectorXd weight = parameters.inverse_squared_lengths();
  Eigen::ArrayXXd root = Eigen::ArrayXXd::Zero(n, n);
  for (Eigen::Index f = 0; f < m; ++f) root += weight[f] * distances_[static_cast<std::size_t>(f)];
  root = (5 * root).sqrt();
  const Eigen::ArrayXXd decay = parameters.signal() * (-root).exp();
  const Eigen::ArrayXXd signal = decay * (1 + root + root.square() / 3);
  Eigen::MatrixXd covariance = signal.matrix();
  covariance.diagonal().array() += parameters.noise() + 1e-10 * parameters.signal();
  const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  if (factor.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
  const Eigen::VectorXd alpha = factor.solve(values_);
  Eigen::MatrixXd inverse = Eigen::MatrixXd::Identity(n, n);
  factor.solveInPlace(inverse);
  // ∂L/∂θ = tr((α αᵀ − K⁻¹) ∂K/∂θ) / 2
  const Eigen::ArrayXXd sensitivity = (alpha * alpha.transpose() - inverse).array() / 2;
  const Eigen::ArrayXXd along = sensitivity * decay * (1 + root) * (5.0 / 3);
  for (Eigen::Index f = 0; f < m; ++f)
    gradient[f] = weight[f] * (along * distances_[static_cast<std::size_t>(f)]).sum();
  gradient[m] = (sensitivity * signal).sum();
  gradient[m + 1] = parameters.noise() * sensitivity.matrix().trace();
  return -values_.dot(alpha) / 2 - factor.matrixLLT().diagonal().array().log().sum();
}

double GpLikelihood::operator()(const GpParameters& parameters, Eigen::VectorXd& gradient) const {
  const Eigen::Index m = static_cast<Eigen::Index>(distances_.size());
  gradient.setZero(m + 2);
  double sum = likelihood(parameters, gradient);
  for (Eigen::Index f = 0; f < m; ++f)
    sum += log_normal_density(parameters.log_length[f], prior_.length_mean, prior_.length_deviation, gradient[f]);
  sum += log_normal_density(parameters.log_signal, prior_.signal_mean, prior_.signal_deviation, gradient[m]);
  sum += log_normal_density(parameters.log_noise, prior_.noise_mean, prior_.noise_deviation, gradient[m + 1]);
  return sum;
}

GpParameters gp_fit(const GpFactors& factors, const Eigen::MatrixXd& points, const Eigen::VectorXd& values,
                    const GpPrior& prior) {
  const GpLikelihood likelihood(factors, points, values, prior);
  GpParameters start;
  start.log_length = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(factors.size()), prior.length_mean);
  start.log_signal = prior.signal_mean;
  start.log_noise = prior.noise_mean;
  Eigen::VectorXd x = as_vector(start);
  lbfgs_minimize(
      [&](const Eigen::VectorXd& at, Eigen::VectorXd& gradient) {
        const double value = likelihood(from_vector(at), gradient);
        gradient = -gradient;
        return -value;
      },
      x, iterations, 1e-2);
  return from_vector(x);
}

}  // namespace nilgrad::study
