#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make;

TEST_CASE("a comparison is worth one bit: the sign of a difference, whatever its size") {
  const auto estimator = make<Estimator>("comparison", {{"queries", std::int64_t{3}}});
  const std::vector<double> values{5, 1, -2, 1e9, 3, 3};
  std::size_t next = 0;
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2}), [&](auto) { return values[next++]; });
  REQUIRE(estimate.terms.size() == 3);
  CHECK(estimate.terms[0].scale == 1.0 / 3);
  CHECK(estimate.terms[1].scale == -1.0 / 3);
  CHECK(estimate.terms[2].scale == 0);
}

TEST_CASE("a comparison with a failed value is left out") {
  const auto estimator = make<Estimator>("comparison", {{"queries", std::int64_t{2}}});
  const std::vector<double> values{5, std::nan(""), 1, 0};
  std::size_t next = 0;
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2}), [&](auto) { return values[next++]; });
  REQUIRE(estimate.terms.size() == 1);
  CHECK(estimate.terms[0].scale == 1);
  CHECK(estimate.failures == 1);
}

TEST_CASE("comparisons along unit vectors have the length of those on the sphere of radius √d") {
  const auto of = [](bool normalized) {
    return gradient_of(
        *make<Estimator>("comparison", {{"perturbation", perturbation("sphere", {{"normalized", normalized}})}}),
        {1, -2, 3}, sum_of_squares);
  };
  for (std::size_t i = 0; i < 3; ++i) CHECK(of(true)[i] == Approx(of(false)[i]));
}
