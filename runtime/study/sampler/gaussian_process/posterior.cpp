#include "runtime/study/sampler/gaussian_process/posterior.hpp"

namespace nilgrad::study {

GpPosterior::GpPosterior(GpFactors factors, GpParameters parameters, Eigen::MatrixXd points,
                         const Eigen::VectorXd& values, double mean)
    : factors_(std::move(factors)),
      parameters_(std::move(parameters)),
      points_(std::move(points)),
      columns_(points_.transpose()),
      mean_(mean) {
  Eigen::MatrixXd covariance = covariances(points_);
  covariance.diagonal().array() += parameters_.noise() + 1e-10 * parameters_.signal();
  factor_.compute(covariance);
  weights_ = factor_.solve((values.array() - mean_).matrix());
}

Eigen::MatrixXd GpPosterior::covariances(const Eigen::MatrixXd& points) const {
  Eigen::MatrixXd k(points_.cols(), points.cols());
  for (Eigen::Index j = 0; j < points.cols(); ++j)
    k.col(j) = gp_covariances(factors_, parameters_, columns_, points.col(j));
  return k;
}

Eigen::VectorXd GpPosterior::means(const Eigen::MatrixXd& points) const {
  return (covariances(points).transpose() * weights_).array() + mean_;
}

GpPosterior::Prediction GpPosterior::predict(const Eigen::MatrixXd& points) const {
  Eigen::MatrixXd k = covariances(points);
  Prediction prediction;
  prediction.mean = (k.transpose() * weights_).array() + mean_;
  factor_.matrixL().solveInPlace(k);
  const double signal = parameters_.signal();
  prediction.variance = (signal - k.colwise().squaredNorm().transpose().array()).max(1e-12 * signal);
  return prediction;
}

}  // namespace nilgrad::study
