#include "runtime/objective/rotation.hpp"

#include <Eigen/QR>

#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t largest_dimension = 10000;

Eigen::Map<Eigen::MatrixXd> square(std::vector<double>& numbers, std::size_t dim) {
  return {numbers.data(), static_cast<Eigen::Index>(dim), static_cast<Eigen::Index>(dim)};
}

}  // namespace

Rotation::Rotation(std::size_t dim, std::uint64_t seed) {
  if (dim > largest_dimension)
    throw_error(ErrorKind::option, "a rotation of {} variables is a matrix of {} numbers; at most {} can be rotated",
                dim, dim * dim, largest_dimension);
  matrix_.resize(dim * dim);
  add_gaussian(Key::from(seed, Purpose::draw), 0, 0, 1.0, matrix_);
  auto matrix = square(matrix_, dim);
  const Eigen::HouseholderQR<Eigen::MatrixXd> decomposition(matrix);
  matrix = decomposition.householderQ();
  for (Eigen::Index j = 0; j < matrix.cols(); ++j)
    if (decomposition.matrixQR()(j, j) < 0) matrix.col(j) *= -1;
}

void Rotation::apply(std::span<const double> x, std::span<double> out) const {
  const auto n = static_cast<Eigen::Index>(x.size());
  const Eigen::Map<const Eigen::MatrixXd> matrix(matrix_.data(), n, n);
  Eigen::Map<Eigen::VectorXd>(out.data(), n).noalias() = matrix * Eigen::Map<const Eigen::VectorXd>(x.data(), n);
}

}  // namespace nilgrad
