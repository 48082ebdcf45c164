#include "runtime/study/sampler/gaussian_process/losses.hpp"

#include <algorithm>
#include <cmath>

namespace nilgrad::study {
namespace {

/// Acklam's rational approximation, off by 1e-9 relatively: scores of ranks need no more.
double normal_quantile(double p) {
  constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                          1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                          -1.328068155288572e+01};
  constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                          -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
  if (p > 0.5) return -normal_quantile(1 - p);
  if (p < 0.02425) {
    const double q = std::sqrt(-2 * std::log(p));
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
  }
  const double q = p - 0.5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

Eigen::VectorXd standardized(Eigen::VectorXd values) {
  if (values.size() == 0) return values;
  const double scale = values.cwiseAbs().maxCoeff();
  if (scale > 0) values /= scale;  // so that the squares of huge numbers are finite
  values.array() -= values.mean();
  const double deviation = std::sqrt(values.squaredNorm() / static_cast<double>(values.size()));
  if (deviation > 1e-12) return values / deviation;
  return Eigen::VectorXd::Zero(values.size());
}

}  // namespace

Eigen::VectorXd gp_clipped(const std::vector<double>& losses) {
  if (losses.empty()) return {};
  std::vector<double> sorted = losses;
  std::sort(sorted.begin(), sorted.end());
  const auto quantile = [&](std::size_t quarter) { return sorted[sorted.size() * quarter / 4]; };
  const double best = sorted.front(), median = quantile(2);
  const double whisker = quantile(3) + 1.5 * (quantile(3) - quantile(1));
  const double cap = std::max(whisker, median + (median - best));
  Eigen::VectorXd values(static_cast<Eigen::Index>(losses.size()));
  for (std::size_t i = 0; i < losses.size(); ++i)
    values[static_cast<Eigen::Index>(i)] =
        std::isfinite(cap) ? std::min(losses[i], cap) - best : losses[i] / 2 - best / 2;
  return standardized(std::move(values));
}

Eigen::VectorXd gp_ranked(const std::vector<double>& losses) {
  std::vector<double> sorted = losses;
  std::sort(sorted.begin(), sorted.end());
  Eigen::VectorXd values(static_cast<Eigen::Index>(losses.size()));
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), losses[i]);
    const auto twice = static_cast<double>((low - sorted.begin()) + (high - sorted.begin()));
    values[static_cast<Eigen::Index>(i)] = normal_quantile(twice / 2 / static_cast<double>(losses.size()));
  }
  return standardized(std::move(values));
}

}  // namespace nilgrad::study
