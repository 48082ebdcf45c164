#include "runtime/random/uniform.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/random/directions.hpp"
#include "runtime/random/philox.hpp"

using namespace nilgrad;

namespace {
const Key key = Key::from(9, Purpose::draw);
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();
}  // namespace

TEST_CASE("64-bit numbers lie where the layout says, also beyond 2^33") {
  const std::uint64_t index = (std::uint64_t{3} << 33) + 7;
  const PhiloxBlock out = philox({{key.step, key.round_query, 0x80000003, 3}}, key.stream_key);
  CHECK(bits_at(key, index) == (std::uint64_t{out.word[2]} << 32 | out.word[3]));
  CHECK(bits_at(key, index - 1) == (std::uint64_t{out.word[0]} << 32 | out.word[1]));
}

TEST_CASE("uniforms lie strictly between 0 and 1 with the moments of the uniform distribution") {
  constexpr std::size_t n = 1 << 20;
  double sum = 0, squares = 0, least = 1, most = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double u = uniform_at(key, i);
    sum += u;
    squares += u * u;
    least = std::min(least, u);
    most = std::max(most, u);
  }
  CHECK(least > 0);
  CHECK(most < 1);
  const double error = 1 / std::sqrt(double{n});  // five standard errors: one key in a million fails
  CHECK(std::fabs(sum / n - 1.0 / 2) < 5 * error * std::sqrt(1.0 / 12));
  CHECK(std::fabs(squares / n - 1.0 / 3) < 5 * error * std::sqrt(4.0 / 45));
}

TEST_CASE("integers keep to their bounds, from one value to all of them") {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    CHECK(integer_at(key, i, 5, 5) == 5);
    const std::int64_t small = integer_at(key, i, -2, 3);
    CHECK((small >= -2 && small <= 3));
    CHECK(integer_at(key, i, lowest, highest) == static_cast<std::int64_t>(bits_at(key, i) + (std::uint64_t{1} << 63)));
    CHECK(integer_at(key, i, highest - 1, highest) >= highest - 1);
  }
  CHECK_THROWS_AS(integer_at(key, 0, 2, 1), Error);
}

TEST_CASE("integers are even") {  // chi-square with 5 degrees of freedom; 35.9 is its 1 - 1e-6 quantile
  constexpr int n = 600000;
  double counts[6] = {};
  for (std::uint64_t i = 0; i < n; ++i) ++counts[integer_at(key, i, 1, 6) - 1];
  double chi_square = 0;
  for (const double count : counts) chi_square += (count - n / 6.0) * (count - n / 6.0) / (n / 6.0);
  CHECK(chi_square < 35.9);
}

TEST_CASE("a generator's position counts elements, whatever their kind") {
  Generator generator(key);
  CHECK(generator.uniform() == uniform_at(key, 0));
  CHECK(generator.normal() == double{gaussian_at(key, 0, 1)});
  CHECK(generator.integer(1, 100) == integer_at(key, 2, 1, 100));
  CHECK(generator.permutation(5).size() == 5);
  CHECK(generator.position() == 7);
  CHECK(generator.uniform() == uniform_at(key, 7));
  CHECK(Generator(key, max_gaussian_elements + 3).normal() == double{gaussian_at(key, 1, 3)});
}

TEST_CASE("a permutation holds every index once, and all orders are met") {
  Generator generator(key);
  CHECK(generator.permutation(0).empty());
  CHECK(generator.permutation(1) == std::vector<std::size_t>{0});
  std::vector<std::size_t> large = generator.permutation(1000);
  std::sort(large.begin(), large.end());
  for (std::size_t i = 0; i < large.size(); ++i) REQUIRE(large[i] == i);
  int orders[27] = {};
  for (int i = 0; i < 6000; ++i) {
    const auto p = generator.permutation(3);
    ++orders[9 * p[0] + 3 * p[1] + p[2]];
  }
  for (const int code : {5, 7, 11, 15, 19, 21}) CHECK(std::abs(orders[code] - 1000) < 150);  // five standard deviations
}
