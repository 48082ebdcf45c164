#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/perturbation/perturbation.hpp"
#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{1, -2, 3, 0.5, 4};
double linear(std::span<const double> x) { return dot(a, x); }

/// The direction of query j of the first step, as a vector.
Vector direction(const char* name, std::uint32_t j, std::uint64_t seed = 1) {
  const auto distribution = make<Perturbation>(name);
  Point v = point_of(Vector(a.size(), 0.0));
  Directions directions;
  distribution->draw(Key::from(seed, Purpose::direction).query(j), 1, v, directions);
  add_terms(v, directions[0], 1);
  return numbers_of(v);
}

void check_near(const Vector& numbers, const Vector& expected, double tolerance) {
  REQUIRE(numbers.size() == expected.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    CHECK(numbers[i] == Approx(expected[i]).margin(tolerance).epsilon(0));
}

}  // namespace

TEST_CASE("on a linear function two points give the exact derivative along each direction") {
  for (const char* name : {"gaussian", "sphere", "rademacher", "coordinate"})
    for (const char* side : {"central", "forward"})
      for (const double h : {1e-3, 1.0, 100.0}) {
        const Values values{
            {"perturbation", perturbation(name)}, {"queries", std::int64_t{3}}, {"h", h}, {"side", std::string(side)}};
        const Vector g = gradient_of(*make<Estimator>("two_point", values), Vector(a.size(), 0.25), linear);
        Vector expected(a.size(), 0.0);
        for (std::uint32_t j = 0; j < 3; ++j) {
          const Vector v = direction(name, j);
          for (std::size_t i = 0; i < a.size(); ++i) expected[i] += dot(a, v) / 3 * v[i];
        }
        check_near(g, expected, 1e-13 / h + 1e-11);
      }
}

TEST_CASE("central differences along a direction are exact on a quadratic, whatever h") {
  const Vector x{1, 2, 3, 4, 5};
  for (const double h : {1e-2, 3.0}) {
    const auto estimator = make<Estimator>("two_point", {{"h", h}});
    const Estimate estimate = estimate_of(*estimator, point_of(x), sum_of_squares);
    REQUIRE(estimate.terms.size() == 1);
    CHECK(estimate.terms[0].scale == Approx(2 * dot(x, direction("gaussian", 0))).epsilon(1e-10));
  }
}

TEST_CASE("a normalized sphere estimates the same gradient as the sphere of radius √d") {
  const auto estimate = [&](bool normalized) {
    const Values values{{"perturbation", perturbation("sphere", {{"normalized", normalized}})},
                        {"queries", std::int64_t{4}},
                        {"h", 0.5}};
    return gradient_of(*make<Estimator>("two_point", values), Vector(a.size(), 0.0), linear);
  };
  check_near(estimate(true), estimate(false), 1e-12);
}

TEST_CASE("failed directions are left out of the average over those that remain") {
  const Vector x(a.size(), 0.0);
  // Of the first four directions, those with a positive first element fail.
  const auto f = [&](std::span<const double> v) { return v[0] > 0 ? INFINITY : linear(v); };
  const auto forward =
      make<Estimator>("two_point", {{"queries", std::int64_t{4}}, {"h", 0.5}, {"side", std::string("forward")}});
  const Estimate estimate = estimate_of(*forward, point_of(x), f);
  Vector expected(a.size(), 0.0);
  int left = 0;
  for (std::uint32_t j = 0; j < 4; ++j) left += direction("gaussian", j)[0] <= 0;
  REQUIRE(left > 0);
  REQUIRE(left < 4);
  for (std::uint32_t j = 0; j < 4; ++j) {
    const Vector v = direction("gaussian", j);
    for (std::size_t i = 0; i < a.size() && v[0] <= 0; ++i) expected[i] += dot(a, v) / left * v[i];
  }
  check_near(numbers_of(estimate.dense(point_of(x))), expected, 1e-12);
  CHECK(estimate.failures == 4 - left);
  CHECK(estimate.evaluations == 5);
}

TEST_CASE("values that are finite but too far apart fail together") {
  const auto f = [](auto v) { return v[0] > 0 ? 1.7e308 : -1.7e308; };
  const Estimate estimate = estimate_of(*make<Estimator>("two_point", {{"h", 0.5}}), point_of({0, 0}), f);
  CHECK_FALSE(estimate.usable());
  CHECK(estimate.failures == 0);
}

TEST_CASE("an estimate of nothing but failures is unusable, and dense is 0") {
  const auto f = [](auto) { return std::nan(""); };
  for (const char* side : {"central", "forward"}) {
    const auto estimator = make<Estimator>("two_point", {{"queries", std::int64_t{3}}, {"side", std::string(side)}});
    const Estimate estimate = estimate_of(*estimator, point_of({1, 2}), f);
    CHECK_FALSE(estimate.usable());
    CHECK(estimate.failures == estimate.evaluations);
    CHECK(numbers_of(estimate.dense(point_of({1, 2}))) == Vector{0, 0});
  }
}

TEST_CASE("probes are clipped into the bounds") {
  const Bounds bounds{{-0.5}, {0.5}};
  const auto f = [&](std::span<const double> v) {
    for (const double vi : v) CHECK(std::abs(vi) <= 0.5);
    return linear(v);
  };
  const Values values{{"queries", std::int64_t{8}}, {"h", 2.0}};
  gradient_of(*make<Estimator>("two_point", values), Vector(a.size(), 0.4), f, 1, bounds);
}

TEST_CASE("default steps scale with the point, by the rounding unit of its dtype") {
  CHECK(smoothing_step({}, Difference::forward, point_of({0})) == 0x1p-26);
  CHECK(smoothing_step({}, Difference::central, point_of({0})) == std::cbrt(0x1p-52));
  CHECK(smoothing_step({}, Difference::forward, point_of({0}, DType::float32)) == std::sqrt(0x1p-23));
  CHECK(smoothing_step({}, Difference::central, point_of({0}, DType::float32)) == std::cbrt(0x1p-23));
  CHECK(smoothing_step({}, Difference::forward, point_of({300, -400})) == Approx(0x1p-26 * std::sqrt(125000.0)));
  CHECK(smoothing_step(0.125, Difference::forward, point_of({300, -400})) == 0.125);
  CHECK(smoothing_step({}, Difference::forward, Point()) == 0x1p-26);
}

TEST_CASE("a list of steps probes along stretched directions and still estimates the same gradient") {
  // On a linear function the slope along D v is aᵀD v, which D⁻¹ v turns into one of E[D⁻¹ v vᵀ D a] = a.
  const Vector steps{1e-3, 10, 0.5, 2, 1e3};
  const auto estimator = make<Estimator>("two_point", {{"h", steps}, {"queries", std::int64_t{3}}});
  const Vector g = gradient_of(*estimator, Vector(a.size(), 0.25), linear);
  Vector expected(a.size(), 0.0);
  for (std::uint32_t j = 0; j < 3; ++j) {
    const Vector v = direction("gaussian", j);
    double slope = 0;
    for (std::size_t i = 0; i < a.size(); ++i) slope += a[i] * steps[i] * v[i];
    for (std::size_t i = 0; i < a.size(); ++i) expected[i] += slope / 3 * v[i] / steps[i];
  }
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(g[i] == Approx(expected[i]).epsilon(1e-9));
}

TEST_CASE("a list of equal steps is that step") {
  for (const char* side : {"central", "forward"}) {
    const auto gradient = [&](const catalog::Value& h) {
      const Values values{{"h", h}, {"side", std::string(side)}, {"queries", std::int64_t{4}}};
      return gradient_of(*make<Estimator>("two_point", values), Vector(700, 0.25), sum_of_squares);
    };
    check_near(gradient(Vector(700, 0.5)), gradient(0.5), 1e-10);
  }
}

TEST_CASE("a list of steps has as many numbers as the problem has dimensions") {
  for (const char* name : {"two_point", "coordinate"})
    CHECK_THROWS_WITH(gradient_of(*make<Estimator>(name, {{"h", Vector{1, 2}}}), Vector(3, 0.25), sum_of_squares),
                      "option 'h' has 2 numbers for a problem of dimension 3; give one number or 3");
}
