#pragma once
#include <span>

#include "runtime/optimizer/cmaes/constants.hpp"
#include "runtime/random/key.hpp"

namespace nilgrad::cmaes {

/// N(mean, σ² C) and how a ranked generation changes it: weighted recombination, cumulative step-size adaptation, and
/// the rank-one and rank-μ updates of the full covariance with negative weights (Hansen's tutorial, arXiv:1604.00772,
/// figure 6). Memory: 2 n² + 3 nλ numbers. A generation costs O(λ n²); the eigendecomposition, O(n³), waits until
/// C has changed enough to make a difference, which keeps its share constant.
class SearchDistribution {
 public:
  SearchDistribution(Eigen::VectorXd mean, double sigma, Constants constants);

  /// Draws the next generation: individual k from the key's query k.
  void sample(const Key& key);
  /// Individual k of the generation drawn last.
  Eigen::VectorXd individual(Index k) const { return mean_ + sigma_ * steps_.col(k); }

  /// Moves mean, σ and C by the generation drawn last. `order` holds its individuals from best to worst, those that
  /// failed last; only the first `usable` ones may pull the mean.
  void update(std::span<const Index> order, Index usable);

  /// Widens C where a coordinate's standard deviation is below `least` (0: no limit).
  void keep_above(const Eigen::VectorXd& least);

  /// For a generation of which nothing is known.
  void shrink(double factor) { sigma_ *= factor; }

  const Constants& constants() const { return c_; }
  const Eigen::VectorXd& mean() const { return mean_; }
  double sigma() const { return sigma_; }
  const Eigen::VectorXd& path() const { return path_c_; }      ///< p_c
  const Eigen::MatrixXd& axes() const { return axes_; }        ///< columns of B
  const Eigen::VectorXd& lengths() const { return lengths_; }  ///< diagonal of D, ascending; C = B D² Bᵀ
  Eigen::VectorXd deviations() const { return covariance_.diagonal().cwiseSqrt(); }
  bool finite() const { return mean_.allFinite() && std::isfinite(sigma_) && lengths_.allFinite(); }

 private:
  void update_covariance(std::span<const Index> order, Index usable, bool stalled);
  void decompose();

  Constants c_;
  Eigen::VectorXd mean_;
  double sigma_;
  Eigen::VectorXd path_sigma_, path_c_;
  Eigen::MatrixXd covariance_;  // its lower triangle
  Eigen::MatrixXd axes_;
  Eigen::VectorXd lengths_;
  Eigen::MatrixXd normals_, steps_;  // of the generation: a column z, and y = B D z
  Index generation_ = 0, decomposed_ = 0;
};

}  // namespace nilgrad::cmaes
