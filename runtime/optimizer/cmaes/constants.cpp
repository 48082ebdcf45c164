#include "runtime/optimizer/cmaes/constants.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::cmaes {
namespace {

double effective_size(const Eigen::VectorXd& weights) {
  const double sum = weights.sum();
  return sum * sum / weights.squaredNorm();
}

/// Equations 49 to 53: the positive weights add up to 1. The negative ones add up to minus the least of what makes the
/// update neither shrink nor grow C (1 + c_1/c_μ), what their number can bear, and what keeps C positive definite.
void normalize(Constants& c) {
  const double n = static_cast<double>(c.n);
  const Index rest = c.lambda - c.mu;
  const double mu_eff_negative = effective_size(c.weights.tail(rest));
  const double most =
      std::min({1 + c.c_1 / c.c_mu, 1 + 2 * mu_eff_negative / (c.mu_eff + 2), (1 - c.c_1 - c.c_mu) / (n * c.c_mu)});
  c.weights.head(c.mu) /= c.weights.head(c.mu).sum();
  c.weights.tail(rest) *= most / -c.weights.tail(rest).sum();
}

}  // namespace

Index default_population(Index n) { return 4 + static_cast<Index>(3 * std::log(static_cast<double>(n))); }

Constants Constants::of(Index dimension, Index population) {
  Constants c;
  c.n = dimension;
  c.lambda = population;
  c.mu = population / 2;
  const double d = static_cast<double>(dimension);
  c.weights.resize(population);
  for (Index i = 0; i < population; ++i)
    c.weights[i] = std::log((static_cast<double>(population) + 1) / 2) - std::log(static_cast<double>(i) + 1);
  const double m = c.mu_eff = effective_size(c.weights.head(c.mu));
  c.c_1 = 2 / ((d + 1.3) * (d + 1.3) + m);
  c.c_mu = std::min(1 - c.c_1, 2 * (m - 2 + 1 / m) / ((d + 2) * (d + 2) + m));
  c.c_sigma = (m + 2) / (d + m + 5);
  c.d_sigma = 1 + 2 * std::max(0.0, std::sqrt((m - 1) / (d + 1)) - 1) + c.c_sigma;
  c.c_c = (4 + m / d) / (d + 4 + 2 * m / d);
  c.chi_n = std::sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d));
  normalize(c);
  return c;
}

}  // namespace nilgrad::cmaes
