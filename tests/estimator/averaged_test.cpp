#include <catch2/catch.hpp>
#include <set>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::recipe, catalog::Values;

namespace {

Recipes estimator(const char* name, Values values = {}) { return {recipe("estimator", name, std::move(values))}; }

}  // namespace

TEST_CASE("estimates that are averaged have directions of their own") {
  const auto averaged = make<Estimator>("averaged", {{"estimator", estimator("two_point")}});
  const Estimate parts = estimate_of(*averaged, point_of({1, -2, 3}), sum_of_squares);
  REQUIRE(parts.terms.size() == 8);
  std::set<std::uint32_t> queries;
  for (const Term& term : parts.terms) queries.insert(term.direction.key.round_query);
  CHECK(queries.size() == 8);
  CHECK(parts.evaluations == 16);
}

TEST_CASE("each of the estimates averaged sees a minibatch of its own, and no query of the key is used twice") {
  const auto nested = make<Estimator>(
      "averaged",
      {{"estimator", estimator("averaged", {{"estimator", estimator("two_point")}, {"count", std::int64_t{3}}})},
       {"count", std::int64_t{4}}});
  const Point x = point_of({1, -2, 3});
  std::multiset<std::uint32_t> samples;
  std::set<std::uint32_t> queries;
  estimate_gradient(*nested, x, {}, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      samples.insert(probes[i].sample.round_query);
      queries.insert(probes[i].terms[0].direction.key.round_query);
      values[i] = static_cast<double>(i);
    }
  });
  CHECK(queries.size() == 12);
  CHECK(samples.size() == 24);
  for (const std::uint32_t sample : samples) CHECK(samples.count(sample) == 2);
}

TEST_CASE("estimates that failed are left out of the mean") {
  const auto averaged =
      make<Estimator>("averaged", {{"estimator", estimator("coordinate", {{"h", 0.5}})}, {"count", std::int64_t{3}}});
  int calls = 0;
  const Point x = point_of({1, 2});
  const Estimate estimate = estimate_of(
      *averaged, x, [&](std::span<const double> p) { return ++calls <= 4 ? std::nan("") : 3 * p[0] - p[1]; });
  CHECK(estimate.failures == 4);
  CHECK(numbers_of(estimate.dense(x))[0] == Approx(3));
}

TEST_CASE("estimates that depend on each other are not averaged") {
  for (const char* name : {"residual", "guided_es", "hessian_aware", "svrg", "control_variate"})
    CHECK_THROWS_WITH(make<Estimator>("averaged", {{"estimator", estimator(name)}}),
                      Catch::Contains("independent estimates") && Catch::Contains(name));
}

TEST_CASE("neither averaged nor svrg takes directions that learn from each estimate") {
  for (const char* name : {"averaged", "svrg"})
    CHECK_THROWS_WITH(
        make<Estimator>(name, {{"estimator", estimator("two_point", {{"perturbation", perturbation("dap")}})}}),
        Catch::Contains("the running reference of ng.perturbation.dap"));
}
