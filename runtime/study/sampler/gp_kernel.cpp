#include "runtime/study/sampler/gp_kernel.hpp"

#include <cmath>

namespace nilgrad::study {

double gp_distance(const GpFactor& factor, const double* a, const double* b) {
  if (!factor.ordered) {
    const double x = a[factor.first], y = b[factor.first];
    return x == y ? 0 : x < 0 || y < 0 ? factor.off_distance : 1;
  }
  double sum = 0;
  for (Eigen::Index c = factor.first; c < factor.first + factor.count; ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum / static_cast<double>(factor.count);
}

double matern52(double squared_distance) {
  const double root = std::sqrt(5 * squared_distance);
  return (1 + root + root * root / 3) * std::exp(-root);
}

void gp_covariances(const GpFactors& factors, const GpParameters& parameters, const Eigen::MatrixXd& points,
                    Eigen::Ref<const Eigen::VectorXd> point, Eigen::Ref<Eigen::VectorXd> covariances) {
  const Eigen::VectorXd weight = parameters.inverse_squared_lengths();
  const double signal = parameters.signal();
  for (Eigen::Index i = 0; i < points.cols(); ++i) {
    double squared = 0;
    const double* column = points.col(i).data();
    for (std::size_t f = 0; f < factors.size(); ++f)
      squared += weight[static_cast<Eigen::Index>(f)] * gp_distance(factors[f], column, point.data());
    covariances[i] = signal * matern52(squared);
  }
}

}  // namespace nilgrad::study
