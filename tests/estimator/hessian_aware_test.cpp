#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/perturbation/perturbation.hpp"
#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector diagonal{4, 100, 0.25};

double bowl(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) sum += 0.5 * diagonal[i] * x[i] * x[i];
  return sum;
}

Vector direction(std::uint64_t step) {
  Point v = point_of(Vector(3, 0.0));
  Directions directions;
  const auto gaussian = make<Perturbation>("gaussian");
  gaussian->draw(Key::from(1, Purpose::direction).at_step(step), 1, v, directions);
  add_terms(v, directions[0], 1);
  return numbers_of(v);
}

Estimate at_step(Estimator& estimator, const Point& x, std::uint64_t step, const Function& f) {
  EstimateOptions options;
  options.seed = 1;
  options.step = step;
  return estimate_gradient(estimator, x, options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) values[i] = f(point_of_probe(probes[i]));
  });
}

}  // namespace

TEST_CASE("HiZOO's H moves by what its formula says, and the next directions are scaled by it") {
  const double alpha = 0.25, h = 0.5;
  for (const bool preconditioned : {true, false}) {
    const auto estimator =
        make<Estimator>("hessian_aware", {{"alpha", alpha}, {"h", h}, {"preconditioned", preconditioned}});
    const Vector x{1, -1, 2};
    Vector curvature(3, 1.0);
    for (std::uint64_t step = 0; step < 5; ++step) {
      const Vector v = direction(step);
      Vector u(3), forth(x), back(x), expected(3);
      for (std::size_t i = 0; i < 3; ++i) {
        u[i] = v[i] / std::sqrt(curvature[i]);
        forth[i] += h * u[i];
        back[i] -= h * u[i];
      }
      const double slope = (bowl(forth) - bowl(back)) / (2 * h);
      for (std::size_t i = 0; i < 3; ++i)
        expected[i] = slope * (preconditioned ? u[i] : v[i] * std::sqrt(curvature[i]));
      const Vector g = numbers_of(at_step(*estimator, point_of(x), step, bowl).dense(point_of(x)));
      for (std::size_t i = 0; i < 3; ++i) CHECK(g[i] == Approx(expected[i]));
      const double bend = std::abs(bowl(forth) + bowl(back) - 2 * bowl(x)) / (2 * h * h);
      for (std::size_t i = 0; i < 3; ++i)
        curvature[i] = (1 - alpha) * curvature[i] + alpha * bend * curvature[i] * v[i] * v[i];
    }
  }
}

TEST_CASE("an estimate that is held keeps the H it was made with") {
  const auto estimator = make<Estimator>("hessian_aware", {{"alpha", 0.5}});
  const Point x = point_of({1, -1, 2});
  at_step(*estimator, x, 0, bowl);
  const Estimate held = at_step(*estimator, x, 1, bowl);
  const auto before = numbers_of(held.dense(x));
  at_step(*estimator, x, 2, bowl);
  at_step(*estimator, x, 3, bowl);
  CHECK(numbers_of(held.dense(x)) == before);
}

TEST_CASE("without curvature H falls to its floor and no further") {
  const auto estimator = make<Estimator>("hessian_aware", {{"alpha", 1.0}, {"floor", 0.25}, {"h", 0.5}});
  const Point x = point_of({1, -1, 2});
  const auto linear = [](std::span<const double> p) { return p[0]; };
  at_step(*estimator, x, 0, linear);
  const Vector v = direction(1);
  const auto g = numbers_of(at_step(*estimator, x, 1, linear).dense(x));
  for (std::size_t i = 0; i < 3; ++i) CHECK(g[i] == Approx(4 * v[0] * v[i]));
}

TEST_CASE("a failed centre leaves the slopes and teaches H nothing") {
  const auto estimator = make<Estimator>("hessian_aware", {{"alpha", 0.5}, {"h", 0.5}});
  const Point x = point_of({1, -1, 2});
  const auto f = [](std::span<const double> p) { return p[0] == 1 ? std::nan("") : bowl(p); };
  const Estimate estimate = at_step(*estimator, x, 0, f);
  CHECK(estimate.usable());
  CHECK(estimate.failures == 1);
  const auto fresh = make<Estimator>("hessian_aware", {{"h", 0.5}});
  CHECK(numbers_of(at_step(*estimator, x, 1, bowl).dense(x)) == numbers_of(at_step(*fresh, x, 1, bowl).dense(x)));
}
