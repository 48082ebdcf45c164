#include "runtime/study/sampler/gaussian_process/kernel.hpp"

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

Eigen::VectorXd gp_covariances(const GpFactors& factors, const GpParameters& parameters, const Eigen::MatrixXd& columns,
                               Eigen::Ref<const Eigen::VectorXd> point) {
  const Eigen::VectorXd weight = parameters.inverse_squared_lengths();
  Eigen::ArrayXd squared = Eigen::ArrayXd::Zero(columns.rows());
  for (std::size_t f = 0; f < factors.size(); ++f) {
    const GpFactor& factor = factors[f];
    const double w = weight[static_cast<Eigen::Index>(f)];
    if (factor.ordered) {
      for (Eigen::Index c = factor.first; c < factor.first + factor.count; ++c)
        squared += w / static_cast<double>(factor.count) * (columns.col(c).array() - point[c]).square();
      continue;
    }
    const double at = point[factor.first];
    for (Eigen::Index i = 0; i < columns.rows(); ++i) {
      const double other = columns(i, factor.first);
      squared[i] += w * (other == at ? 0 : at < 0 || other < 0 ? factor.off_distance : 1);
    }
  }
  const Eigen::ArrayXd root = (5 * squared).sqrt();
  return (parameters.signal() * (1 + root + root.square() / 3) * (-root).exp()).matrix();
}

}  // namespace nilgrad::study
