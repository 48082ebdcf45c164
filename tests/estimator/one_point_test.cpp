#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make;

TEST_CASE("one point's coefficients are its values over h, averaged") {
  const auto estimator = make<Estimator>("one_point", {{"queries", std::int64_t{4}}, {"h", 0.5}});
  double next = 0;
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2, 3}), [&](auto) { return ++next; });
  REQUIRE(estimate.terms.size() == 4);
  for (std::size_t j = 0; j < 4; ++j) CHECK(estimate.terms[j].scale == static_cast<double>(j + 1) / 0.5 / 4);
  CHECK(estimate.evaluations == 4);
}

TEST_CASE("one point's coefficients are divided by the perturbation's δ") {
  const auto estimator =
      make<Estimator>("one_point", {{"perturbation", perturbation("sphere", {{"normalized", true}})}, {"h", 0.5}});
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2, 3}), [](auto) { return 2.0; });
  CHECK(estimate.terms[0].scale == Approx(2.0 / 0.5 * 3));
}

TEST_CASE("one point's failed values are left out") {
  const auto estimator = make<Estimator>("one_point", {{"queries", std::int64_t{3}}, {"h", 1.0}});
  int next = 0;
  const auto f = [&](auto) { return ++next == 2 ? std::nan("") : 6.0; };
  const Estimate estimate = estimate_of(*estimator, point_of({1}), f);
  REQUIRE(estimate.terms.size() == 2);
  CHECK(estimate.terms[0].scale == 3);
  CHECK(estimate.failures == 1);
}

TEST_CASE("one value along directions whose mean is not 0 would be off by f(x)/h times that mean: refused") {
  for (const char* name : {"one_point", "residual"})
    CHECK_THROWS_WITH(make<Estimator>(name, {{"perturbation", perturbation("coordinate")}}),
                      Catch::Contains("directions whose mean is 0") && Catch::Contains("ng.perturbation.coordinate"));
}
