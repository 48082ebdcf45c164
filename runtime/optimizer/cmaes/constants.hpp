#pragma once
#include <Eigen/Core>

namespace nilgrad::cmaes {

using Index = Eigen::Index;

/// The numbers of CMA-ES that follow from the dimension and the population size (Hansen, "The CMA Evolution Strategy: A
/// Tutorial", arXiv:1604.00772, table 1; names are the tutorial's).
struct Constants {
  Index n = 0;
  Index lambda = 0;         ///< points a generation
  Index mu = 0;             ///< of them with a positive weight
  Eigen::VectorXd weights;  ///< by rank; positive ones add up to 1, negative ones make the covariance update active
  double mu_eff = 0;
  double c_sigma = 0, d_sigma = 0;  ///< step size: rate of its path, damping
  double c_c = 0, c_1 = 0, c_mu = 0;
  double chi_n = 0;  ///< E|N(0, I)|

  static Constants of(Index n, Index lambda);
};

/// λ = 4 + ⌊3 ln n⌋
Index default_population(Index n);

}  // namespace nilgrad::cmaes
