#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#include "runtime/random/normal_table.hpp"
#include "runtime/random/philox.hpp"

namespace nilgrad {

/// A standard normal from 32 uniform bits by the inverse CDF. Bit 31 is the sign, the other 31 bits k give the upper
/// tail p = (k + 1/2) / 2^32, so values reach ±6.34 and z(bits) = -z(bits ^ 2^31) exactly.
///
/// float(k) has the octave of p as its exponent, whose low five bits select one of 32 polynomials in t = k 2^-16
/// (normal_table.py makes them). Only conversions, an exact product and fused multiply-adds: the same bits wherever
/// std::fma is correctly rounded. |z - quantile| < 4e-6. A value may be 0 (probability below 2^-23).
///
/// `table` is for devices that keep a copy of normal_table in memory of their own.
NILGRAD_HOST_DEVICE inline float normal_from_bits(std::uint32_t bits, const float (&table)[6][32] = normal_table) {
  constexpr std::uint32_t sign_bit = 0x80000000u;
  const float k = static_cast<float>(static_cast<std::int32_t>(bits & ~sign_bit));
  const std::uint32_t octave = (std::bit_cast<std::uint32_t>(k) >> 23) & 31;
  const float t = k * 0x1p-16f;
  float z = table[5][octave];
  for (int j = 4; j >= 0; --j) z = std::fma(z, t, table[j][octave]);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(z) ^ (bits & sign_bit));
}

}  // namespace nilgrad
