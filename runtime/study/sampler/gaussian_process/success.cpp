#include "runtime/study/sampler/gaussian_process/success.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/study/sampler/gaussian_process/improvement.hpp"

namespace nilgrad::study {
namespace {

constexpr std::size_t most_points = 250;

Eigen::VectorXd unscaled(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

}  // namespace

GpSuccess::GpSuccess(const Turn& turn, const GpSpace& space, GpFits& fits) {
  const GpOutcomes successes = gp_successes(turn.history, space);
  if (std::none_of(successes.values.begin(), successes.values.end(), [](double value) { return value < 0; })) return;
  GpPrior prior = GpPrior::standard(space.factors().size());
  prior.noise_mean = std::log(0.1);
  prior.noise_deviation = 1;
  const GpParameters parameters = fits.fit(space.factors(), successes, unscaled, prior);
  const GpOutcomes used = successes.thinned(successes.size(), most_points);
  posterior_.emplace(space.factors(), parameters, used.matrix(), unscaled(used.values), 0.5);
}

Eigen::VectorXd GpSuccess::log_probability(const Eigen::MatrixXd& points) const {
  Eigen::VectorXd log_probability = Eigen::VectorXd::Zero(points.cols());
  if (!posterior_) return log_probability;
  const GpPosterior::Prediction success = posterior_->predict(points);
  const double noise = posterior_->parameters().noise();
  for (Eigen::Index i = 0; i < points.cols(); ++i)
    log_probability[i] = 2 * log_normal_probability(success.mean[i] / std::sqrt(success.variance[i] + noise));
  return log_probability;
}

bool GpSuccess::likely(const GpSpace::Point& point) const { return log_probability(point)[0] >= std::log(0.5); }

}  // namespace nilgrad::study
