#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"
#include "tests/statistics/mean.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{1, -2, 3, 0.5, 0, 4};
double linear(std::span<const double> x) { return dot(a, x); }

/// Displacements of the probes, and the estimate.
struct Step {
  std::vector<Vector> displacements;
  Vector gradient;
};

Step at_step(Estimator& estimator, std::uint64_t step) {
  Step result;
  EstimateOptions options;
  options.step = step;
  const Point x = point_of(Vector(a.size(), 0.0));
  const Estimate estimate = estimate_gradient(estimator, x, options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      result.displacements.push_back(point_of_probe(probes[i]));
      values[i] = linear(result.displacements.back());
    }
  });
  result.gradient = numbers_of(estimate.dense(x));
  return result;
}

}  // namespace

TEST_CASE("with α = 0 guided probes lie in the span of past estimates alone") {
  const auto guided = make<Estimator>("guided_es", {{"alpha", 0.0}, {"subspace", std::int64_t{1}}});
  const Vector past = at_step(*guided, 0).gradient;
  for (std::uint64_t step = 1; step < 5; ++step)
    for (const Vector& v : at_step(*guided, step).displacements)
      CHECK(dot(v, past) * dot(v, past) == Approx(dot(v, v) * dot(past, past)));
}

TEST_CASE("guided directions have mean square length σ² whatever the past gradients are") {
  const auto guided = make<Estimator>("guided_es", {{"queries", std::int64_t{2000}}, {"sigma", 0.5}});
  for (std::uint64_t step = 0; step < 6; ++step) {
    Mean squares;
    const Step result = at_step(*guided, step);
    for (std::size_t i = 0; i < result.displacements.size(); i += 2)
      squares.add(dot(result.displacements[i], result.displacements[i]));
    INFO(squares.value() << " ± " << squares.error());
    CHECK(squares.agrees_with(0.25));
  }
}

TEST_CASE("the estimate is β/(2σ²q) Σ (f(x+v) − f(x−v)) v") {
  const double beta = 3, sigma = 0.25;
  const auto guided = make<Estimator>("guided_es", {{"beta", beta}, {"sigma", sigma}, {"queries", std::int64_t{2}}});
  for (std::uint64_t step = 0; step < 6; ++step) {
    const Step result = at_step(*guided, step);
    Vector expected(a.size(), 0.0);
    for (std::size_t j = 0; j < 2; ++j) {
      const Vector &forth = result.displacements[2 * j], &back = result.displacements[2 * j + 1];
      for (std::size_t i = 0; i < a.size(); ++i)
        expected[i] += beta / (2 * sigma * sigma * 2) * (linear(forth) - linear(back)) * forth[i];
    }
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(result.gradient[i] == Approx(expected[i]).margin(1e-12));
  }
}

TEST_CASE("past estimates that repeat each other span one dimension, and those of length 0 none") {
  const auto guided = make<Estimator>("guided_es", {{"alpha", 0.0}});
  const Vector past = at_step(*guided, 0).gradient;
  for (std::uint64_t step = 1; step < 9; ++step) {  // all parallel to the first
    const Vector g = at_step(*guided, step).gradient;
    CHECK(dot(g, past) * dot(g, past) == Approx(dot(g, g) * dot(past, past)));
  }
  const auto flat = make<Estimator>("guided_es");
  for (std::uint64_t seed = 0; seed < 3; ++seed)
    CHECK(gradient_of(
              *flat, {1, 2}, [](auto) { return 7.0; }, seed) == Vector{0, 0});
}

TEST_CASE("a guided estimate that is held stays what it was") {
  const auto guided = make<Estimator>("guided_es", {{"subspace", std::int64_t{2}}});
  const Point x = point_of(a);
  estimate_of(*guided, x, sum_of_squares, 1);
  const Estimate held = estimate_of(*guided, x, sum_of_squares, 2);
  const auto before = numbers_of(held.dense(x));
  for (std::uint64_t seed = 3; seed < 9; ++seed) estimate_of(*guided, x, sum_of_squares, seed);
  CHECK(numbers_of(held.dense(x)) == before);
}
