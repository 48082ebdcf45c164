#include "runtime/estimator/smoothing/noise_level.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace nilgrad {
namespace {

using Spacing = NoiseReading::Spacing;

constexpr int most_spacings = 4;
constexpr double spacing_factor = 100;
constexpr double agreement = 4;  // levels within this factor are the same

double largest_magnitude(std::span<const double> values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

/// Column k of the difference table, made in place of column k − 1: its σ_k and whether its sign changes.
struct Column {
  double sigma;
  bool changes_sign;
};

Column next_column(std::span<double> differences, double gamma) {
  double squares = 0;
  bool positive = false, negative = false;
  for (std::size_t i = 0; i + 1 < differences.size(); ++i) {
    differences[i] = differences[i + 1] - differences[i];
    squares += differences[i] * differences[i];
    positive = positive || differences[i] > 0;
    negative = negative || differences[i] < 0;
  }
  return {std::sqrt(gamma * squares / static_cast<double>(differences.size() - 1)), positive && negative};
}

bool agree(double a, double b) { return a > 0 && b > 0 && a <= agreement * b && b <= agreement * a; }

}  // namespace

NoiseReading read_noise(std::span<const double, noise_values> values) {
  if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); }))
    return {Spacing::too_wide, 0, 0};
  std::array<double, noise_values> differences;
  std::copy(values.begin(), values.end(), differences.begin());
  std::array<Column, noise_values> column;  // from 1 on
  double gamma = 1;
  NoiseReading reading;
  for (std::size_t k = 1; k < noise_values; ++k) {
    gamma *= static_cast<double>(k) / static_cast<double>(2 * (2 * k - 1));
    const auto remaining = std::span(differences).first(noise_values - k + 1);
    column[k] = next_column(remaining, gamma);
    if (k == 1 && std::count(differences.begin(), differences.end() - 1, 0.0) >= 3) return {Spacing::too_narrow, 0, 0};
  }
  for (std::size_t k = 1; k + 2 < noise_values && reading.level == 0; ++k) {
    const auto [least, most] = std::minmax({column[k].sigma, column[k + 1].sigma, column[k + 2].sigma});
    if (most <= 4 * least && column[k].changes_sign) reading.level = column[k].sigma;
  }
  reading.least_level = std::min({column[4].sigma, column[5].sigma, column[6].sigma});
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (reading.level == 0 || *high - *low > 0.1 * largest_magnitude(values)) reading.spacing = Spacing::too_wide;
  return reading;
}

Algorithm<NoiseLevel> measure_noise(Exchange& exchange, const Point& base, std::span<const Term> direction,
                                    double spacing, Estimate& cost) {
  constexpr double rounding = std::numeric_limits<double>::epsilon() / 2;
  NoiseLevel noise;
  NoiseReading last;
  for (int attempt = 0; attempt < most_spacings; ++attempt) {
    noise.spacing = spacing;
    for (std::size_t i = 0; i < noise_values; ++i) exchange.ask(base, static_cast<double>(i) * spacing, direction);
    const auto f = co_await exchange.values();
    cost.count(f);
    noise.value = f[0];
    if (failed(f[0])) {
      noise.level = std::numeric_limits<double>::quiet_NaN();
      co_return noise;
    }
    const NoiseReading reading = read_noise(f.first<noise_values>());
    noise.level = std::max(reading.level > 0 ? reading.level : reading.least_level, rounding * std::abs(f[0]));
    const bool turned = attempt > 0 && reading.spacing != last.spacing;
    if (reading.spacing == Spacing::right || turned || agree(reading.level, last.level)) break;
    spacing *= reading.spacing == Spacing::too_wide ? 1 / spacing_factor : spacing_factor;
    last = reading;
  }
  co_return noise;
}

}  // namespace nilgrad
