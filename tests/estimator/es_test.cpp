#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Scalars = std::vector<double>;
const double failure = std::nan("");

/// The scalars made from these values, times nσ: the weights of the directions.
Scalars weights(Values options, std::vector<double> values, std::size_t ranked) {
  options["sigma"] = 0.5;
  std::size_t next = 0;
  const auto estimator = make<Estimator>("es", options);
  const Estimate estimate = estimate_of(*estimator, point_of({1, 2}), [&](auto) { return values.at(next++); });
  REQUIRE(next == values.size());
  Scalars scales;
  for (const Term& term : estimate.terms) scales.push_back(term.scale * static_cast<double>(ranked) * 0.5);
  return scales;
}

const Values one_sided{{"queries", std::int64_t{5}}, {"antithetic", false}};

}  // namespace

TEST_CASE("evolution strategies weigh points by centred ranks from −½ to ½") {
  CHECK(weights(one_sided, {10, -3, 7, 1000, 8}, 5) == Scalars{0.25, -0.5, -0.25, 0.5, 0});
  CHECK(weights({{"queries", std::int64_t{2}}}, {4, 1, 3, 2}, 4) ==
        Scalars{1, (2.0 / 3 - 0.5) - (1.0 / 3 - 0.5)});  // each direction: its weight forth less that back
}

TEST_CASE("equal values share the mean of their ranks") {
  CHECK(weights(one_sided, {1, 2, 2, 2, 3}, 5) == Scalars{-0.5, 0, 0, 0, 0.5});
  CHECK(weights(one_sided, {7, 7, 7, 7, 7}, 5) == Scalars{0, 0, 0, 0, 0});
}

TEST_CASE("failed values are left out of the ranks and of n") {
  CHECK(weights(one_sided, {1, failure, 3, INFINITY, 2}, 3) == Scalars{-0.5, 0, 0.5, 0, 0});
  CHECK(weights(one_sided, {failure, failure, 3, failure, failure}, 1).empty());
}

TEST_CASE("a monotone change of f changes nothing") {
  const auto of = [](const Function& f) { return gradient_of(*make<Estimator>("es"), {1, -2, 3}, f); };
  CHECK(of([](auto x) { return dot(x, x); }) == of([](auto x) { return std::exp(dot(x, x)); }));
}

TEST_CASE("a single point has no rank: refused") {
  CHECK_THROWS_WITH(make<Estimator>("es", {{"queries", std::int64_t{1}}, {"antithetic", false}}),
                    Catch::Contains("one value has no rank"));
}
