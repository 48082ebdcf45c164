#pragma once
#include <Eigen/Cholesky>

#include "runtime/study/sampler/gaussian_process/kernel.hpp"

namespace nilgrad::study {

/// A Gaussian process of mean `mean` given values at points (columns): what it says of other points.
class GpPosterior {
 public:
  GpPosterior(GpFactors factors, GpParameters parameters, Eigen::MatrixXd points, const Eigen::VectorXd& values,
              double mean = 0);

  struct Prediction {
    Eigen::VectorXd mean, variance;  ///< of the function, without noise; the variance is above 0
  };
  Prediction predict(const Eigen::MatrixXd& points) const;
  Eigen::VectorXd means(const Eigen::MatrixXd& points) const;

  const GpParameters& parameters() const { return parameters_; }
  const Eigen::MatrixXd& points() const { return points_; }

 private:
  Eigen::MatrixXd covariances(const Eigen::MatrixXd& points) const;

  GpFactors factors_;
  GpParameters parameters_;
  Eigen::MatrixXd points_, columns_;  // the second transposed
  double mean_;
  Eigen::LLT<Eigen::MatrixXd> factor_;
  Eigen::VectorXd weights_;
};

}  // namespace nilgrad::study
