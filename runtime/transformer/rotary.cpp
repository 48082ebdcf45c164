#include "runtime/transformer/rotary.hpp"

#include <cmath>
#include <numbers>

#include "runtime/tensor/parallel.hpp"

namespace nilgrad::transformer {
namespace {

/// Wavelengths that fit into the original context stay, long ones are stretched by the factor, those between change
/// over smoothly (Llama 3.1's rule).
double stretched(double frequency, const RopeScaling& scaling) {
  const double wavelength = 2 * std::numbers::pi / frequency;
  const auto context = static_cast<double>(scaling.original_positions);
  if (wavelength < context / scaling.high_freq_factor) return frequency;
  if (wavelength > context / scaling.low_freq_factor) return frequency / scaling.factor;
  const double smooth =
      (context / wavelength - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor);
  return (1 - smooth) * frequency / scaling.factor + smooth * frequency;
}

}  // namespace

std::vector<double> rotary_frequencies(const Config& config) {
  std::vector<double> frequencies;
  for (std::int64_t i = 0; i < config.head_size / 2; ++i) {
    const double exponent = 2 * static_cast<double>(i) / static_cast<double>(config.head_size);
    const double frequency = std::pow(config.rope_theta, -exponent);
    frequencies.push_back(config.rope_scaling ? stretched(frequency, *config.rope_scaling) : frequency);
  }
  return frequencies;
}

Rotary::Rotary(const Config& config, std::span<const std::int32_t> positions)
    : half_(static_cast<std::size_t>(config.head_size / 2)),
      cosine_(1, positions.size(), half_),
      sine_(1, positions.size(), half_) {
  const auto frequencies = rotary_frequencies(config);
  for (std::size_t t = 0; t < positions.size(); ++t)
    for (std::size_t i = 0; i < half_; ++i) {
      const double angle = static_cast<double>(positions[t]) * frequencies[i];
      cosine_.at(0, t, i) = static_cast<float>(std::cos(angle));
      sine_.at(0, t, i) = static_cast<float>(std::sin(angle));
    }
}

void Rotary::turn(const Panels& x) const {
  const std::size_t n = half_ * lanes, heads = x.features() / (2 * half_);
  parallel_for(x.branches() * x.panels(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t task = begin; task < end; ++task) {
      const std::size_t p = task % x.panels();
      const float *const cosine = cosine_.panel(0, p), *const sine = sine_.panel(0, p);
      float* first = x.panel(task / x.panels(), p);
      for (std::size_t head = 0; head < heads; ++head, first += 2 * n)
        for (std::size_t i = 0; i < n; ++i) {
          const float a = first[i], b = first[i + n];
          first[i] = a * cosine[i] - b * sine[i];
          first[i + n] = b * cosine[i] + a * sine[i];
        }
    }
  });
}

}  // namespace nilgrad::transformer
