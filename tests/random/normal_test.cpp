#include "runtime/random/normal.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

using namespace nilgrad;

namespace {

/// x with upper tail p of the standard normal, by Newton's method on erfc.
double upper_quantile(double p) {
  double x = std::sqrt(-2 * std::log(2 * p));
  for (int i = 0; i < 60; ++i) {
    const double density = std::exp(-x * x / 2) * 0.3989422804014327;
    x += (std::erfc(x / std::sqrt(2.0)) / 2 - p) / density;
  }
  return x;
}

double error_at(std::uint32_t k) { return std::fabs(normal_from_bits(k) - upper_quantile((k + 0.5) * 0x1p-32)); }

}  // namespace

TEST_CASE("the normal is within 4e-6 of the quantile in every octave") {
  for (std::uint32_t k = 0; k < 4096; ++k) REQUIRE(error_at(k) < 4e-6);
  for (unsigned octave = 12; octave < 31; ++octave) {
    const std::uint32_t first = std::uint32_t{1} << octave;
    for (std::uint32_t i = 0; i < 4096; ++i) {
      const std::uint32_t k = first + static_cast<std::uint32_t>((std::uint64_t{i} * first) >> 12);
      REQUIRE(error_at(k) < 4e-6);
    }
    REQUIRE(error_at(2 * first - 1) < 4e-6);
  }
}

TEST_CASE("the normal reaches 6.3 sigma and is odd in its sign bit") {
  CHECK(normal_from_bits(0) == Approx(6.33796).epsilon(1e-5));
  CHECK(normal_from_bits(0x80000000u) == -normal_from_bits(0));
  CHECK(std::fabs(normal_from_bits(0x7fffffffu)) < 1e-7f);
  for (std::uint32_t bits = 12345; bits < 0x7ff00000u; bits += 1000003u)
    REQUIRE(normal_from_bits(bits | 0x80000000u) == -normal_from_bits(bits));
}

TEST_CASE("no coefficient of the normal's table is subnormal, so no unit slows down or flushes it") {
  for (const auto& row : normal_table)
    for (const float c : row) CHECK((c == 0 || std::fabs(c) >= std::numeric_limits<float>::min()));
}
