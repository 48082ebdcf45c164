#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

/// ½ xᵀAx + bᵀx and its gradient Ax + b, for A that is not diagonal.
const Vector b{1, -2, 0.5};
const double A[3][3] = {{2, 0.5, 0}, {0.5, -1, 0.25}, {0, 0.25, 3}};

double quadratic(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    sum += b[i] * x[i];
    for (std::size_t j = 0; j < 3; ++j) sum += 0.5 * A[i][j] * x[i] * x[j];
  }
  return sum;
}

Vector gradient(const Vector& x) {
  Vector g = b;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) g[i] += A[i][j] * x[j];
  return g;
}

void check_near(const Vector& numbers, const Vector& expected, double tolerance) {
  REQUIRE(numbers.size() == expected.size());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    CHECK(numbers[i] == Approx(expected[i]).margin(tolerance).epsilon(0));
}

std::shared_ptr<Estimator> coordinate(const std::string& side, double h = 0) {
  Values values{{"side", side}};
  if (h > 0) values["h"] = h;
  return make<Estimator>("coordinate", values);
}

}  // namespace

TEST_CASE("central differences are exact on a quadratic, whatever h") {
  const Vector x{0.5, -1, 2};
  for (const double h : {1e-3, 0.5, 10.0})
    check_near(gradient_of(*coordinate("central", h), x, quadratic), gradient(x), 1e-15 / h * 100 + 1e-12);
}

TEST_CASE("forward differences are off a quadratic's gradient by half its curvature times h") {
  const Vector x{0.5, -1, 2};
  Vector expected = gradient(x);
  for (std::size_t i = 0; i < 3; ++i) expected[i] += 0.5 * A[i][i] * 0.25;
  check_near(gradient_of(*coordinate("forward", 0.25), x, quadratic), expected, 1e-12);
}

TEST_CASE("default steps give a smooth function's gradient to their orders") {
  const Vector x{0.3, -2, 50};
  const auto f = [](auto v) { return std::sin(v[0]) + std::exp(v[1]) + std::log(v[2]); };
  const Vector expected{std::cos(0.3), std::exp(-2.0), 0.02};
  check_near(gradient_of(*coordinate("central"), x, f), expected, 1e-9);
  check_near(gradient_of(*coordinate("forward"), x, f), expected, 2e-7);
}

TEST_CASE("a float32 point is differenced with float32's steps, over the distance that rounding left") {
  for (const char* side : {"central", "forward"}) {
    const Point x = point_of({1, -3, 1000}, DType::float32);
    const auto linear = [](auto v) { return 2 * v[0] - v[1] + 0.5 * v[2]; };
    check_near(numbers_of(estimate_of(*coordinate(side), x, linear).dense(x)), {2, -1, 0.5}, 1e-6);
  }
}

TEST_CASE("a point on its bound is given the slope inwards, in full") {
  const Bounds bounds{{-1}, {1}};
  const auto linear = [](auto v) { return 3 * v[0] - 2 * v[1] + v[2]; };
  for (const char* side : {"central", "forward"})
    check_near(gradient_of(*coordinate(side, 0.25), {1, -1, 0}, linear, 1, bounds), {3, -2, 1}, 1e-12);
}

TEST_CASE("no probe of a coordinate estimate leaves the bounds, however small they are") {
  const Bounds bounds{{0}, {0.1}};
  for (const char* side : {"central", "forward"}) {
    const auto f = [&](std::span<const double> v) {
      for (const double vi : v) CHECK((vi >= 0 && vi <= 0.1));
      return 5 * v[0] + v[1];
    };
    check_near(gradient_of(*coordinate(side, 1.0), {0.025, 0.1}, f, 1, bounds), {5, 1}, 1e-12);
  }
}

TEST_CASE("a step too small to move a coordinate finds no slope") {
  check_near(gradient_of(*coordinate("central", 1e-30), {1, 2, 3}, quadratic), {0, 0, 0}, 0);
}

TEST_CASE("a partial derivative that fails is 0 and the others are kept") {
  const auto f = [](auto v) { return v[1] > 2 ? std::nan("") : 3 * v[0] + 7 * v[2]; };
  const auto estimator = coordinate("central", 0.5);
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2, 3}), f);
  CHECK(estimate.failures == 1);
  CHECK(estimate.evaluations == 6);
  check_near(numbers_of(estimate.dense(point_of({1, 2, 3}))), {3, 0, 7}, 1e-12);
}

TEST_CASE("a failed centre leaves nothing of a forward estimate") {
  const auto f = [](auto v) { return v[0] == 1 && v[1] == 2 ? INFINITY : 1.0; };
  const Estimate estimate = estimate_of(*coordinate("forward", 0.5), point_of({1, 2}), f);
  CHECK_FALSE(estimate.usable());
  CHECK(estimate.failures == 1);
}

TEST_CASE("each coordinate of a list has its own step") {
  const auto f = [](auto v) { return v[0] * v[0] + v[1] * v[1]; };
  const auto estimator =
      catalog::make<Estimator>("coordinate", {{"side", std::string("forward")}, {"h", std::vector<double>{0.5, 0.25}}});
  const Estimate estimate = estimate_of(*estimator, point_of({1, 1}), f);
  check_near(numbers_of(estimate.dense(point_of({1, 1}))), {2.5, 2.25}, 1e-12);
  CHECK(estimate.coordinate_h == std::vector<double>{0.5, 0.25});
}
