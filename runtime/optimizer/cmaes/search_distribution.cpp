#include "runtime/optimizer/cmaes/search_distribution.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <utility>

#include "runtime/random/directions.hpp"

namespace nilgrad::cmaes {

SearchDistribution::SearchDistribution(Eigen::VectorXd mean, double sigma, Constants constants)
    : c_(std::move(constants)),
      mean_(std::move(mean)),
      sigma_(sigma),
      path_sigma_(Eigen::VectorXd::Zero(c_.n)),
      path_c_(Eigen::VectorXd::Zero(c_.n)),
      covariance_(Eigen::MatrixXd::Identity(c_.n, c_.n)),
      axes_(Eigen::MatrixXd::Identity(c_.n, c_.n)),
      lengths_(Eigen::VectorXd::Ones(c_.n)),
      normals_(c_.n, c_.lambda),
      steps_(c_.n, c_.lambda) {}

void SearchDistribution::sample(const Key& key) {
  normals_.setZero();
  for (Index k = 0; k < c_.lambda; ++k)
    add_gaussian(key.query(static_cast<std::uint32_t>(k)), 0, 0, 1.0,
                 std::span(normals_.col(k).data(), static_cast<std::size_t>(c_.n)));
  steps_.noalias() = axes_ * (lengths_.asDiagonal() * normals_);
}

void SearchDistribution::update(std::span<const Index> order, Index usable) {
  ++generation_;
  Eigen::VectorXd step = Eigen::VectorXd::Zero(c_.n), normal = step;  // ⟨y⟩_w and ⟨z⟩_w
  for (Index i = 0; i < std::min(usable, c_.mu); ++i) {
    step += c_.weights[i] * steps_.col(order[static_cast<std::size_t>(i)]);
    normal += c_.weights[i] * normals_.col(order[static_cast<std::size_t>(i)]);
  }
  mean_ += sigma_ * step;

  // C^{-1/2} y = B z, since y = B D z
  path_sigma_ =
      (1 - c_.c_sigma) * path_sigma_ + std::sqrt(c_.c_sigma * (2 - c_.c_sigma) * c_.mu_eff) * (axes_ * normal);
  const double length = path_sigma_.norm();
  const double settled = 1 - std::pow(1 - c_.c_sigma, 2 * static_cast<double>(generation_));
  const bool stalled =
      length / std::sqrt(settled) >= (1.4 + 2 / (static_cast<double>(c_.n) + 1)) * c_.chi_n;  // h_σ = 0
  path_c_ *= 1 - c_.c_c;
  if (!stalled) path_c_ += std::sqrt(c_.c_c * (2 - c_.c_c) * c_.mu_eff) * step;

  update_covariance(order, usable, stalled);
  sigma_ *= std::exp(std::min(1.0, c_.c_sigma / c_.d_sigma * (length / c_.chi_n - 1)));
  const double n = static_cast<double>(c_.n);
  if (static_cast<double>(generation_ - decomposed_) * 10 * n * (c_.c_1 + c_.c_mu) > 1) decompose();
}

void SearchDistribution::update_covariance(std::span<const Index> order, Index usable, bool stalled) {
  Eigen::VectorXd weights = Eigen::VectorXd::Zero(c_.lambda);  // by individual
  double sum = 0;
  for (Index i = 0; i < c_.lambda; ++i) {
    const bool positive = i < c_.mu;
    if (positive && i >= usable) continue;
    const Index k = order[static_cast<std::size_t>(i)];
    sum += c_.weights[i];
    // Long steps of bad individuals count as if they had length √n: so C stays positive definite.
    const double squared = normals_.col(k).squaredNorm();
    weights[k] = positive ? c_.weights[i] : c_.weights[i] * static_cast<double>(c_.n) / std::max(squared, 1e-8);
  }
  const double kept = 1 - c_.c_1 - c_.c_mu * sum + (stalled ? c_.c_1 * c_.c_c * (2 - c_.c_c) : 0);
  covariance_.triangularView<Eigen::Lower>() *= kept;
  covariance_.triangularView<Eigen::Lower>() += c_.c_1 * path_c_ * path_c_.transpose();
  covariance_.triangularView<Eigen::Lower>() += (c_.c_mu * steps_ * weights.asDiagonal()) * steps_.transpose();
}

void SearchDistribution::keep_above(const Eigen::VectorXd& least) {
  const Eigen::VectorXd needed = (least / sigma_).cwiseAbs2();
  if ((covariance_.diagonal().array() >= needed.array()).all()) return;
  covariance_.diagonal() = covariance_.diagonal().cwiseMax(needed);
  decompose();
}

void SearchDistribution::decompose() {
  decomposed_ = generation_;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance_);  // reads the lower triangle
  const Eigen::VectorXd& squares = solver.eigenvalues();
  // Rounding may leave an eigenvalue at or below 0; condition numbers beyond 1e14 end the search in any case.
  lengths_ = squares.cwiseMax(1e-16 * squares.maxCoeff()).cwiseSqrt();
  axes_ = solver.eigenvectors();
}

}  // namespace nilgrad::cmaes
