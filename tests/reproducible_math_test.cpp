#include "runtime/reproducible_math.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/random/uniform.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// How many units in the last place of `expected` a value is away from it.
double units(double value, long double expected) {
  const auto near = std::abs(static_cast<double>(expected));
  return static_cast<double>(std::abs(value - expected) / (std::nextafter(near, infinity) - near));
}

/// The largest error over 20000 draws of x uniform in (low, high), the C library's long double being the truth.
template <class F, class Truth>
double worst(double low, double high, F f, Truth truth) {
  Generator generator(Key::from(5, Purpose::draw));
  double most = 0;
  for (int i = 0; i < 20000; ++i) {
    const double x = low + (high - low) * generator.uniform();
    most = std::max(most, units(f(x), truth(static_cast<long double>(x))));
  }
  return most;
}

}  // namespace

TEST_CASE("reproducible exp is right to a unit in the last place") {
  const auto truth = [](long double x) { return std::exp(x); };
  CHECK(worst(-1, 1, reproducible::exp, truth) < 1);
  CHECK(worst(-700, 700, reproducible::exp, truth) < 1);
  CHECK(reproducible::exp(0) == 1);
  CHECK(reproducible::exp(1e300) == infinity);
  CHECK(reproducible::exp(710) == infinity);
  CHECK(reproducible::exp(-746) == 0);
  CHECK(reproducible::exp(-infinity) == 0);
  CHECK(std::isnan(reproducible::exp(std::nan(""))));
}

TEST_CASE("reproducible log is right to a unit in the last place") {
  const auto truth = [](long double x) { return std::log(x); };
  CHECK(worst(0.9, 1.1, reproducible::log, truth) < 1);
  CHECK(worst(0, 4, reproducible::log, truth) < 1);
  CHECK(worst(0, 1e300, reproducible::log, truth) < 1);
  CHECK(reproducible::log(1) == 0);
  CHECK(units(reproducible::log(5e-324), std::log(static_cast<long double>(5e-324))) < 1);
  CHECK(reproducible::log(0) == -infinity);
  CHECK(reproducible::log(infinity) == infinity);
  CHECK(std::isnan(reproducible::log(-1)));
}

TEST_CASE("reproducible pow is right to a unit in the last place where results are moderate, to eight anywhere") {
  for (const double y : {0.602, 0.101, -0.602, 1.0 / 3, 2.5}) {
    const auto f = [y](double x) { return reproducible::pow(x, y); };
    const auto truth = [y](long double x) { return std::pow(x, static_cast<long double>(y)); };
    CHECK(worst(0, 1000, f, truth) < 1);
  }
  const auto f = [](double y) { return reproducible::pow(1.5, y); };
  CHECK(worst(-1700, 1700, f, [](long double y) { return std::pow(1.5L, y); }) < 8);
  CHECK(reproducible::pow(2, 10) == 1024);
  CHECK(reproducible::pow(0, 0.5) == 0);
  CHECK(reproducible::pow(0, -1) == infinity);
  CHECK(reproducible::pow(infinity, -1) == 0);
  CHECK(reproducible::pow(0, 0) == 1);
  CHECK(reproducible::pow(1e300, 1e300) == infinity);
  CHECK(reproducible::pow(1e-300, 1e300) == 0);
  CHECK(std::isnan(reproducible::pow(-1, 2)));
}

TEST_CASE("reproducible cos of a multiple of pi is right to two units in the last place, and exact at halves") {
  const auto truth = [](long double x) { return std::cos(3.14159265358979323846264338327950288L * x); };
  CHECK(worst(0, 0.4999, reproducible::cos_pi, truth) < 2);
  CHECK(worst(0.5001, 1, reproducible::cos_pi, truth) < 2);
  CHECK(worst(-1.4, -0.6, reproducible::cos_pi, truth) < 2);
  const double halves[] = {1, 0, -1, 0, 1, 0, -1};
  for (int i = 0; i < 7; ++i) {
    CHECK(reproducible::cos_pi(i * 0.5) == halves[i]);
    CHECK(reproducible::cos_pi(-i * 0.5) == halves[i]);
  }
  CHECK(reproducible::cos_pi(1e300) == 1);
  CHECK(std::isnan(reproducible::cos_pi(infinity)));
}

TEST_CASE("reproducible functions have the bits that they had when they were written") {
  CHECK(reproducible::exp(0.7) == 0x1.01c2a61268987p+1);
  CHECK(reproducible::log(0.7) == -0x1.6d3c324e13f5p-2);
  CHECK(reproducible::pow(101, -0.602) == 0x1.fd15366a3672fp-5);
  CHECK(reproducible::cos_pi(0.3) == 0x1.2cf2304755a5ep-1);
}
