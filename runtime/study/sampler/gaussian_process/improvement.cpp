#include "runtime/study/sampler/gaussian_process/improvement.hpp"

#include <cmath>
#include <numbers>

namespace nilgrad::study {
namespace {

constexpr double half_log_2pi = 0.91893853320467274178;
constexpr double far = -25;  // from here on series in 1/z² are more precise than differences

double probability(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

}  // namespace

double log_improvement(double z) {
  if (z > -1) return std::log(std::exp(-z * z / 2 - half_log_2pi) + z * probability(z));
  const double log_density = -z * z / 2 - half_log_2pi;
  if (z > far) {
    // Φ(z)/φ(z) is the scaled complementary error function; erfc does not underflow before z = −37.
    const double ratio = probability(z) * std::exp(-log_density);
    return log_density + std::log1p(z * ratio);
  }
  const double q = 1 / (z * z);
  return log_density + std::log(q) + std::log1p(q * (-3 + q * (15 + q * (-105 + q * 945))));
}

double log_normal_probability(double z) {
  if (z > far) return std::log(probability(z));
  const double q = 1 / (z * z);
  return -z * z / 2 - half_log_2pi - std::log(-z) + std::log1p(q * (-1 + q * (3 + q * (-15 + q * 105))));
}

}  // namespace nilgrad::study
