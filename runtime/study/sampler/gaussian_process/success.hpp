#pragma once
#include <optional>

#include "runtime/study/sampler/gaussian_process/fits.hpp"
#include "runtime/study/sampler/gaussian_process/posterior.hpp"

namespace nilgrad::study {

/// Where trials fail, learnt from those that did: a Gaussian process given 1 for success and −1 for failure.
class GpSuccess {
 public:
  GpSuccess(const Turn& turn, const GpSpace& space, GpFits& fits);

  /// Of success at each point (columns); 0 everywhere as long as nothing has failed.
  Eigen::VectorXd log_probability(const Eigen::MatrixXd& points) const;
  bool likely(const GpSpace::Point& point) const;

 private:
  std::optional<GpPosterior> posterior_;
};

}  // namespace nilgrad::study
