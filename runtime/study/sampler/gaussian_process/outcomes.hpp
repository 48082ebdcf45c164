#pragma once
#include "runtime/study/sampler/gaussian_process/space.hpp"

namespace nilgrad::study {

/// Points with what came of them, in the order in which the trials were finished.
struct GpOutcomes {
  std::vector<GpSpace::Point> points;
  std::vector<double> values;

  std::size_t size() const { return values.size(); }
  Eigen::MatrixXd matrix() const;
  void add(GpSpace::Point point, double value);
  /// At most `count` of the first `size`: of more, the least third, the last third, and the others evenly.
  GpOutcomes thinned(std::size_t size, std::size_t count) const;
};

/// The losses of complete trials, and of pruned ones, which are taken to be as bad as their last report and no better
/// than the median.
GpOutcomes gp_losses(const History& history, const GpSpace& space);

/// 1 for trials that were evaluated or pruned, −1 for those that failed.
GpOutcomes gp_successes(const History& history, const GpSpace& space);

/// Where running trials other than `except` are.
GpOutcomes gp_running(const History& history, const GpSpace& space, std::int64_t except);

}  // namespace nilgrad::study
