#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::recipe, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{1, -2, 3, 0.5};
double linear(std::span<const double> x) { return 7 + dot(a, x); }

Recipes estimator(const char* name, Values values = {}) { return {recipe("estimator", name, std::move(values))}; }

double error_at(Estimator& estimator, std::uint64_t step, const Bounds& bounds = {}) {
  EstimateOptions options;
  options.step = step;
  const Point x = point_of(Vector(4, 0.25));
  const Estimate estimate = estimate_gradient(estimator, x, options, bounds, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) values[i] = linear(point_of_probe(probes[i]));
  });
  Vector g = numbers_of(estimate.dense(x));
  for (std::size_t i = 0; i < 4; ++i) g[i] -= a[i];
  return dot(g, g);
}

}  // namespace

TEST_CASE("the first estimate is the estimator's own, and the next uses what it learnt") {
  const auto plain = make<Estimator>("two_point", {{"h", 0.5}});
  const auto reduced =
      make<Estimator>("control_variate", {{"estimator", estimator("two_point", {{"h", 0.5}})}, {"rate", 1.0}});
  CHECK(error_at(*reduced, 0) == Approx(error_at(*plain, 0)));
  // ρ = 1: m is the first estimate ĝ₀, and ĝ₁ = vvᵀ(a − ĝ₀) + ĝ₀.
  const Point x = point_of(Vector(4, 0.25));
  const auto first = gradient_of(*plain, Vector(4, 0.25), linear, 0);
  EstimateOptions options;
  options.step = 1;
  const auto answer = [&](const Vector& slope) {
    return [&x, slope](auto probes, auto values) {
      for (std::size_t i = 0; i < probes.size(); ++i) {
        Vector p = point_of_probe(probes[i]);
        values[i] = dot(slope, p);
      }
    };
  };
  Vector residual = a;
  for (std::size_t i = 0; i < 4; ++i) residual[i] -= first[i];
  const auto expected = numbers_of(estimate_gradient(*plain, x, options, {}, answer(residual)).dense(x));
  const auto g = numbers_of(estimate_gradient(*reduced, x, options, {}, answer(a)).dense(x));
  for (std::size_t i = 0; i < 4; ++i) CHECK(g[i] == Approx(expected[i] + first[i]));
}

TEST_CASE("at rest on a linear function the error goes to 0, bounds or not") {
  const Bounds bounds{{0.2}, {0.3}};
  for (const char* name : {"two_point", "coordinate_block", "averaged"})
    for (const Bounds& within : {Bounds{}, bounds}) {
      INFO(name);
      const auto reduced = make<Estimator>("control_variate", {{"estimator", estimator(name)}});
      double error = 1;
      for (std::uint64_t step = 0; step < 400; ++step) error = error_at(*reduced, step, within);
      CHECK(error < 1e-9);
    }
}

TEST_CASE("an estimate that is held keeps the mean it was made with") {
  const auto reduced = make<Estimator>("control_variate");
  const Point x = point_of(Vector(4, 0.25));
  estimate_of(*reduced, x, linear, 1);
  const Estimate held = estimate_of(*reduced, x, linear, 2);
  const auto before = numbers_of(held.dense(x));
  for (std::uint64_t seed = 3; seed < 6; ++seed) estimate_of(*reduced, x, linear, seed);
  CHECK(numbers_of(held.dense(x)) == before);
}

TEST_CASE("a control variate needs an estimator that is right on average, and whose estimates stand alone") {
  for (const char* name : {"es", "sign", "comparison"})
    CHECK_THROWS_WITH(make<Estimator>("control_variate", {{"estimator", estimator(name)}}),
                      Catch::Contains("not the gradient on average") && Catch::Contains(name));
  for (const char* name : {"residual", "svrg", "guided_es"})
    CHECK_THROWS_WITH(make<Estimator>("control_variate", {{"estimator", estimator(name)}}),
                      Catch::Contains("depends on"));
}
