#pragma once
#include "runtime/study/sampler/gaussian_process/success.hpp"

namespace nilgrad::study {

/// What a history says of points that were not tried: a Gaussian process of the losses and one of success. Running
/// trials are believed to end as the posterior mean says.
class GpModel {
 public:
  /// nullopt where fewer than two trials have a loss. `success` must outlive it.
  static std::optional<GpModel> of(const Turn& turn, const GpSpace& space, const GpSuccess& success, GpFits& fits,
                                   GpFits::Scale scale);

  /// log EI + log of the probability of success.
  Eigen::VectorXd scores(const Eigen::MatrixXd& points) const;
  /// Tried points, least posterior mean first.
  const std::vector<GpSpace::Point>& incumbents() const { return incumbents_; }

 private:
  explicit GpModel(const GpSuccess& success) : success_(&success) {}
  void learn(const GpFactors& factors, const GpParameters& parameters, const GpOutcomes& losses, GpFits::Scale scale);
  void believe(const GpFactors& factors, const GpOutcomes& running);

  const GpSuccess* success_;
  std::optional<GpPosterior> losses_;
  Eigen::VectorXd values_;
  double best_ = 0;
  std::vector<GpSpace::Point> incumbents_;
};

}  // namespace nilgrad::study
