#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "runtime/tensor/tensor.hpp"

// 16-bit numbers: what the weights of a model are stored in. They are widened to float to compute with, which is exact.
namespace nilgrad {

inline float widen_bfloat16(std::uint16_t bits) { return std::bit_cast<float>(std::uint32_t{bits} << 16); }

/// Written without branches, so that loops of it are vectorised.
inline float widen_float16(std::uint16_t bits) {
  const std::uint32_t sign = (std::uint32_t{bits} & 0x8000u) << 16;
  const std::uint32_t shifted = (std::uint32_t{bits} & 0x7fffu) << 13;
  const std::uint32_t infinite = (bits & 0x7c00u) == 0x7c00u ? 0x7f800000u : 0u;  // infinity and NaN stay
  const float magnitude = std::bit_cast<float>(shifted) * 0x1p112f;               // subnormals become normal
  return std::bit_cast<float>((std::bit_cast<std::uint32_t>(magnitude) | infinite) | sign);
}

/// To nearest, ties to even; NaN stays NaN, too large is infinite.
std::uint16_t narrow_bfloat16(float value);
std::uint16_t narrow_float16(float value);

/// The elements first … first + out.size() − 1 of a tensor of any dtype as floats.
void widen(const Tensor& tensor, std::size_t first, std::span<float> out);

/// The tensor's elements from `first` on ← values, rounded to nearest.
void narrow(std::span<const float> values, const Tensor& tensor, std::size_t first);

}  // namespace nilgrad
