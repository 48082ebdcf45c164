#include "runtime/study/sampler/gaussian_process/model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/study/sampler/gaussian_process/improvement.hpp"

namespace nilgrad::study {
namespace {

constexpr std::size_t most_points = 250, most_incumbents = 8;

}  // namespace

std::optional<GpModel> GpModel::of(const Turn& turn, const GpSpace& space, const GpSuccess& success, GpFits& fits,
                                   GpFits::Scale scale) {
  const GpOutcomes losses = gp_losses(turn.history, space);
  if (losses.size() < 2) return {};
  GpPrior prior = GpPrior::standard(space.factors().size());
  GpModel model(success);
  model.learn(space.factors(), fits.fit(space.factors(), losses, scale, prior), losses, scale);
  model.believe(space.factors(), gp_running(turn.history, space, turn.number));
  return model;
}

void GpModel::learn(const GpFactors& factors, const GpParameters& parameters, const GpOutcomes& losses,
                    GpFits::Scale scale) {
  const GpOutcomes used = losses.thinned(losses.size(), most_points);
  values_ = scale(used.values);
  losses_.emplace(factors, parameters, used.matrix(), values_);
  // The least posterior mean, not the least loss: noise must not hide what is better.
  const Eigen::VectorXd means = losses_->means(losses_->points());
  best_ = means.minCoeff();
  std::vector<std::size_t> order(used.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return means[static_cast<Eigen::Index>(a)] < means[static_cast<Eigen::Index>(b)];
  });
  for (std::size_t i = 0; i < std::min(most_incumbents, order.size()); ++i)
    incumbents_.push_back(used.points[order[i]]);
}

void GpModel::believe(const GpFactors& factors, const GpOutcomes& running) {
  if (running.points.empty()) return;
  const Eigen::MatrixXd& known = losses_->points();
  const Eigen::MatrixXd more = running.matrix();
  Eigen::MatrixXd points(known.rows(), known.cols() + more.cols());
  points << known, more;
  Eigen::VectorXd values(points.cols());
  values << values_, losses_->means(more);
  losses_.emplace(factors, GpParameters(losses_->parameters()), std::move(points), values);
}

Eigen::VectorXd GpModel::scores(const Eigen::MatrixXd& points) const {
  const GpPosterior::Prediction loss = losses_->predict(points);
  Eigen::VectorXd scores = success_->log_probability(points);
  for (Eigen::Index i = 0; i < points.cols(); ++i) {
    const double deviation = std::sqrt(loss.variance[i]);
    scores[i] += std::log(deviation) + log_improvement((best_ - loss.mean[i]) / deviation);
  }
  return scores;
}

}  // namespace nilgrad::study
