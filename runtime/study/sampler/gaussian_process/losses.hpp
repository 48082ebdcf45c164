#pragma once
#include <Eigen/Core>
#include <vector>

namespace nilgrad::study {

/// Losses as a Gaussian process can take them, however far the bad ones are: mean 0, deviation 1. All 0 where they are
/// equal.
/// Values, those above the box plot's upper whisker (or as far above the median as the best is below) clipped to it.
Eigen::VectorXd gp_clipped(const std::vector<double>& losses);
/// The normal scores of their ranks, the middle one of equals.
Eigen::VectorXd gp_ranked(const std::vector<double>& losses);

}  // namespace nilgrad::study
