#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::recipe, catalog::Values;

namespace {

using Vector = std::vector<double>;

Recipes estimator(const char* name, Values values = {}) { return {recipe("estimator", name, std::move(values))}; }

Estimate at_step(Estimator& svrg, const Vector& x, std::uint64_t step, const Function& f) {
  EstimateOptions options;
  options.step = step;
  return estimate_gradient(svrg, point_of(x), options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) values[i] = f(point_of_probe(probes[i]));
  });
}

const Vector a{1, -2, 3, 0.5};
double linear(std::span<const double> x) { return dot(a, x); }

}  // namespace

TEST_CASE("on a linear function every step after an exact snapshot is exact too") {
  const auto svrg = make<Estimator>("svrg", {{"estimator", estimator("two_point", {{"h", 0.5}})},
                                             {"snapshot", estimator("coordinate", {{"h", 0.5}})},
                                             {"every", std::int64_t{3}}});
  for (std::uint64_t step = 0; step < 7; ++step) {
    const Vector x(4, static_cast<double>(step));
    const Estimate estimate = at_step(*svrg, x, step, linear);
    CHECK(estimate.evaluations == (step % 3 == 0 ? 8 : 4));
    const auto g = numbers_of(estimate.dense(point_of(x)));
    for (std::size_t i = 0; i < 4; ++i) CHECK(g[i] == Approx(a[i]));
  }
}

TEST_CASE("both estimates of a step see the same directions and minibatch, and the point of the snapshot") {
  const auto svrg = make<Estimator>("svrg");
  at_step(*svrg, {1, 1}, 0, sum_of_squares);
  const Point x = point_of({5, 5});
  EstimateOptions options;
  options.step = 1;
  std::vector<Probe> seen;
  std::vector<Term> terms;
  Vector bases;
  estimate_gradient(*svrg, x, options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      seen.push_back(probes[i]);
      terms.push_back(probes[i].terms[0]);
      bases.push_back(numbers_of(*probes[i].base)[0]);
      values[i] = 1;
    }
  });
  REQUIRE(seen.size() == 4);
  CHECK(bases == Vector{5, 5, 1, 1});
  CHECK(terms[0].direction == terms[2].direction);
  CHECK(seen[0].sample == seen[2].sample);
}

TEST_CASE("where the snapshot failed its steps are the estimator's own") {
  const auto svrg = make<Estimator>("svrg", {{"estimator", estimator("two_point", {{"h", 0.5}})}});
  CHECK_FALSE(at_step(*svrg, {1, 1, 1, 1}, 0, [](auto) { return std::nan(""); }).usable());
  const Estimate estimate = at_step(*svrg, {2, 2, 2, 2}, 1, linear);
  CHECK(estimate.terms.size() == 1);
  CHECK(estimate.evaluations == 4);
}

TEST_CASE("a snapshot of many terms is kept as one vector, a short one as its terms") {
  const Point x = point_of(Vector(100, 1.0));
  const auto kept = [&](const Recipes& snapshot) {
    const auto svrg = make<Estimator>("svrg", {{"snapshot", snapshot}});
    at_step(*svrg, Vector(100, 1.0), 0, sum_of_squares);
    return svrg->memory(x);
  };
  CHECK(kept(estimator("coordinate")) == 2 * 800);
  CHECK(kept(estimator("averaged")) == 800 + 8 * static_cast<std::int64_t>(sizeof(Term)));
}

TEST_CASE("estimates that are not the gradient on average, or depend on others, cannot be differenced") {
  for (const char* name : {"es", "sign", "comparison"})
    CHECK_THROWS_WITH(make<Estimator>("svrg", {{"estimator", estimator(name)}}),
                      Catch::Contains("not the gradient on average") && Catch::Contains(name));
  CHECK_THROWS_WITH(make<Estimator>("svrg", {{"snapshot", estimator("guided_es")}}), Catch::Contains("guided_es"));
  CHECK_THROWS_WITH(make<Estimator>("svrg", {{"estimator", estimator("residual")}}),
                    Catch::Contains("the value before"));
}
