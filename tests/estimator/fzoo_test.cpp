#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "runtime/estimator/estimate_options.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"

using namespace nilgrad;

namespace {

/// The estimate of linear f(x) = factor · Σ a_i x_i, or of given values.
template <class Value>
Estimate estimate_of(Estimator& estimator, const Point& x, Value value) {
  return estimate_gradient(estimator, x, {}, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) values[i] = value(i, point_of_probe(probes[i]));
  });
}

double linear(const std::vector<double>& x) { return 3 * x[0] - x[1] + 2 * x[2]; }

}  // namespace

TEST_CASE("fzoo is the mean of one-sided differences over the values' standard deviation") {
  const auto fzoo = catalog::make<Estimator>("fzoo", {{"queries", std::int64_t{4}}, {"h", 0.5}});
  const Point x = point_of({0, 0, 0});
  const std::vector<double> f = {1, 2, 4, 3, 7};  // f(x), then four
  const Estimate estimate = estimate_of(*fzoo, x, [&](std::size_t i, const auto&) { return f[i]; });
  const double deviation = std::sqrt(14.0 / 3);  // of 2, 4, 3, 7 around 4
  REQUIRE(estimate.terms.size() == 4);
  CHECK(estimate.evaluations == 5);
  for (std::size_t j = 0; j < 4; ++j) CHECK(estimate.terms[j].scale == Approx((f[j + 1] - 1) / 0.5 / deviation / 4));
}

TEST_CASE("fzoo's steps do not depend on how steep a function is") {
  const auto fzoo = catalog::make<Estimator>("fzoo");
  const Point x = point_of({1, 2, 3});
  const auto flat = numbers_of(estimate_of(*fzoo, x, [](std::size_t, const auto& p) { return linear(p); }).dense(x));
  const auto steep =
      numbers_of(estimate_of(*fzoo, x, [](std::size_t, const auto& p) { return 1000 * linear(p); }).dense(x));
  for (std::size_t i = 0; i < 3; ++i) CHECK(flat[i] == Approx(steep[i]).epsilon(1e-6));
}

TEST_CASE("fzoo leaves failed values out, and makes no estimate of values that are all the same") {
  const auto fzoo = catalog::make<Estimator>("fzoo", {{"queries", std::int64_t{3}}, {"h", 1.0}});
  const Point x = point_of({0, 0});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> f = {0, 1, nan, 3};
  const Estimate estimate = estimate_of(*fzoo, x, [&](std::size_t i, const auto&) { return f[i]; });
  REQUIRE(estimate.terms.size() == 2);
  CHECK(estimate.failures == 1);
  CHECK(estimate.terms[0].scale == Approx(1 / std::sqrt(2.0) / 2));
  CHECK(estimate.terms[1].scale == Approx(3 / std::sqrt(2.0) / 2));
  CHECK_FALSE(estimate_of(*fzoo, x, [](std::size_t, const auto&) { return 5.0; }).usable());
  CHECK_FALSE(estimate_of(*fzoo, x, [&](std::size_t i, const auto&) { return i == 0 ? 0.0 : nan; }).usable());
}
