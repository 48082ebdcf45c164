#include "runtime/random/directions.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "runtime/tensor/parallel.hpp"
#include "tests/random/instruction_set_scope.hpp"

using namespace nilgrad;

namespace {

const Key key = Key::from(42, Purpose::direction).at_step(7).query(3);
constexpr std::uint64_t beyond_32_bits = (std::uint64_t{1} << 32) + 12345;

enum class Kind { gaussian, rademacher, sparse };
constexpr std::uint32_t kept = 715827882;  // a third of 2^31

template <class T>
void add(Kind kind, std::uint64_t first, double scale, std::span<T> x) {
  if (kind == Kind::gaussian) add_gaussian(key, 5, first, scale, x);
  if (kind == Kind::rademacher) add_rademacher(key, 5, first, scale, x);
  if (kind == Kind::sparse) add_sparse_signs(key, 5, first, kept, scale, x);
}

float at(Kind kind, std::uint64_t index) {
  if (kind == Kind::sparse) return sparse_sign_at(key, 5, index, kept);
  return kind == Kind::gaussian ? gaussian_at(key, 5, index) : rademacher_at(key, 5, index);
}

template <class T>
std::vector<T> start_values(std::size_t n) {
  std::vector<T> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(std::sin(static_cast<double>(i)));
  return x;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// What the kernels promise, from the one-element functions.
template <class T>
std::vector<T> expected(Kind kind, std::uint64_t first, double scale, std::size_t n) {
  std::vector<T> x = start_values<T>(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = std::fma(static_cast<T>(scale), static_cast<T>(at(kind, first + i)), x[i]);
  return x;
}

template <class T>
void check_every_range(Kind kind) {
  constexpr double scale = 0.3;
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{15}, std::uint64_t{63},
                                    std::uint64_t{64}, std::uint64_t{777}, std::uint64_t{2047}, beyond_32_bits})
    for (const std::size_t n : {0u, 1u, 2u, 10u, 16u, 17u, 63u, 64u, 65u, 511u, 513u, 2048u, 5001u}) {
      const std::vector<T> wanted = expected<T>(kind, first, scale, n);
      for (const InstructionSet set : supported_sets()) {
        const InstructionSetScope scope(set);
        std::vector<T> x = start_values<T>(n);
        add(kind, first, scale, std::span<T>(x));
        INFO(name_of(set) << ", elements from " << first << ", " << n << " of them");
        REQUIRE(same_bits(x, wanted));
      }
    }
}

/// Mean and variance of n samples lie within five standard errors: fails by chance once in a million keys.
void check_moments(Kind kind, double fourth_moment) {
  constexpr std::size_t n = 1 << 22;
  std::vector<double> x(n, 0.0);
  add(kind, 0, 1, std::span<double>(x));
  double sum = 0, squares = 0, neighbours = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += x[i];
    squares += x[i] * x[i];
    neighbours += x[i] * x[(i + 1) % n];
  }
  const double error = 1 / std::sqrt(double{n});
  CHECK(std::fabs(sum / n) < 5 * error);
  CHECK(std::fabs(squares / n - 1) <= 5 * error * std::sqrt(fourth_moment - 1));
  CHECK(std::fabs(neighbours / n) < 5 * error);
}

}  // namespace

TEST_CASE("Gaussian directions have the same bits on every instruction set, for any range") {
  SECTION("float32") { check_every_range<float>(Kind::gaussian); }
  SECTION("float64") { check_every_range<double>(Kind::gaussian); }
}

TEST_CASE("Rademacher directions have the same bits on every instruction set, for any range") {
  SECTION("float32") { check_every_range<float>(Kind::rademacher); }
  SECTION("float64") { check_every_range<double>(Kind::rademacher); }
}

TEST_CASE("sparse signs have the same bits on every instruction set, for any range") {
  SECTION("float32") { check_every_range<float>(Kind::sparse); }
  SECTION("float64") { check_every_range<double>(Kind::sparse); }
}

TEST_CASE("a direction does not depend on how it is split or over how many threads", "[threads]") {
  constexpr std::size_t n = 100003;
  const int before = threads();
  for (const Kind kind : {Kind::gaussian, Kind::rademacher, Kind::sparse}) {
    std::vector<float> whole = start_values<float>(n);
    add(kind, beyond_32_bits, 0.1, std::span<float>(whole));
    for (const int count : {1, 2, 5})
      for (const std::size_t grain : {1001u, 4096u}) {
        set_threads(count);
        std::vector<float> x = start_values<float>(n);
        parallel_for(n, grain, [&](std::size_t begin, std::size_t end) {
          add(kind, beyond_32_bits + begin, 0.1, std::span<float>(x).subspan(begin, end - begin));
        });
        REQUIRE(same_bits(x, whole));
      }
  }
  set_threads(before);
}

TEST_CASE("the sum of squares of a Gaussian direction has the same bits on every instruction set") {
  for (const std::uint64_t count : {0u, 1u, 15u, 16u, 63u, 64u, 65u, 1000u, 12345u}) {
    double sums[16] = {};
    for (std::uint64_t i = 0; i < count; ++i) sums[i % 16] += std::pow(double{gaussian_at(key, 5, i)}, 2);
    for (std::size_t half = 8; half > 0; half /= 2)
      for (std::size_t j = 0; j < half; ++j) sums[j] += sums[j + half];
    for (const InstructionSet set : supported_sets()) {
      const InstructionSetScope scope(set);
      REQUIRE(sum_of_squares_gaussian(key, 5, count) == sums[0]);
    }
  }
}

TEST_CASE("Gaussian directions have the moments of a normal") { check_moments(Kind::gaussian, 3); }
TEST_CASE("Rademacher directions have fair, uncorrelated signs") { check_moments(Kind::rademacher, 1); }

TEST_CASE("sparse signs are fair and uncorrelated, and as many as the threshold says") {
  constexpr std::size_t n = 1 << 22;
  std::vector<double> x(n, 0.0);
  add(Kind::sparse, 0, 1, std::span<double>(x));
  double sum = 0, count = 0, neighbours = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += x[i];
    count += x[i] * x[i];
    neighbours += x[i] * x[i] * x[(i + 1) % n] * x[(i + 1) % n];
  }
  const double p = kept / 0x1p31;
  CHECK(std::fabs(sum) < 5 * std::sqrt(n * p));
  CHECK(std::fabs(count - n * p) < 5 * std::sqrt(n * p * (1 - p)));
  CHECK(std::fabs(neighbours - n * p * p) < 10 * std::sqrt(n * p * p));
  CHECK(sparse_sign_at(key, 5, 77, 0) == 0);
  CHECK(std::fabs(sparse_sign_at(key, 5, 77, 1u << 31)) == 1);
}

TEST_CASE("Gaussian directions have the tail of a normal") {
  constexpr std::size_t n = 1 << 22;
  std::vector<float> z(n, 0.0f);
  add(Kind::gaussian, 0, 1, std::span<float>(z));
  for (const double threshold : {0.5, 1.0, 2.0, 3.0, 4.0}) {
    const double p = std::erfc(threshold / std::sqrt(2.0)) / 2;
    double above = 0;
    for (const float value : z) above += value > threshold;
    INFO("threshold " << threshold);
    CHECK(std::fabs(above - n * p) < 5 * std::sqrt(n * p * (1 - p)));
  }
}

TEST_CASE("directions refuse ranges that the layout cannot address") {
  std::vector<float> x(8, 1.0f);
  CHECK_THROWS_AS(add_gaussian(key, 0, max_gaussian_elements - 7, 1, std::span<float>(x)), Error);
  CHECK_NOTHROW(add_gaussian(key, 0, max_gaussian_elements - 8, 1, std::span<float>(x)));
  CHECK_THROWS_AS(add_gaussian(key, 0, std::numeric_limits<std::uint64_t>::max() - 2, 1, std::span<float>(x)), Error);
  CHECK_THROWS_AS(add_rademacher(key, 0, max_rademacher_elements - 7, 1, std::span<float>(x)), Error);
  CHECK_NOTHROW(add_rademacher(key, 0, max_rademacher_elements - 8, 1, std::span<float>(x)));
  CHECK_THROWS_AS(gaussian_at(key, 0, max_gaussian_elements), Error);
  CHECK_THROWS_AS(add_gaussian(key, 0x7FFFFFFF, 0, 1, std::span<float>(x)), Error);
  CHECK_NOTHROW(add_gaussian(key, 0x7FFFFFFE, 0, 1, std::span<float>(x)));
}

TEST_CASE("Rademacher directions added together have the bits of adding one after another") {
  const auto check = [](auto zero) {
    using T = decltype(zero);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{17}, std::uint64_t{2047}, beyond_32_bits})
      for (const std::size_t count : {0u, 1u, 3u, 4u, 9u}) {
        std::vector<Key> keys;
        std::vector<double> scales;
        for (std::uint32_t k = 0; k < count; ++k) {
          keys.push_back(key.query(k + 1));
          scales.push_back(0.3 / (k + 1) * (k % 2 == 0 ? 1 : -1));
        }
        std::vector<T> wanted = start_values<T>(5001);
        for (std::size_t k = 0; k < count; ++k) add_rademacher(keys[k], 5, first, scales[k], std::span<T>(wanted));
        for (const InstructionSet set : supported_sets()) {
          const InstructionSetScope scope(set);
          std::vector<T> x = start_values<T>(5001);
          add_rademacher(keys, 5, first, scales, std::span<T>(x));
          CHECK(same_bits(x, wanted));
        }
      }
  };
  check(0.0f);
  check(0.0);
}
