#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"
#include "tests/statistics/mean.hpp"

// Estimators whose estimates depend on those before them, at their later estimates. Seeds are fixed; each check allows
// 5 standard errors, which other seeds would pass by chance once in 10^6.

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::recipe, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{3, -1, 0, 0.5, 2, 0, -0.25, 1};
constexpr double d = 8;
const double length2 = dot(a, a);
double linear(std::span<const double> x) { return 7 + dot(a, x); }

/// Estimates at 0 of one new instance, of steps 0, 1, … of these streams; the last of them.
Vector last_estimate(const std::string& name, const Values& values, std::span<const std::uint64_t> streams) {
  const auto estimator = make<Estimator>(name, values);
  const Point x = point_of(Vector(a.size(), 0.0));
  Vector g;
  EstimateOptions options;
  for (const std::uint64_t stream : streams) {
    options.stream = stream;
    g = numbers_of(estimate_gradient(*estimator, x, options, {}, [](auto probes, auto out) {
                     for (std::size_t i = 0; i < probes.size(); ++i) out[i] = linear(point_of_probe(probes[i]));
                   }).dense(x));
    ++options.step;
  }
  return g;
}

/// Checks that estimate number `number` (from 1) has this mean, and E|ĝ − mean|² = error.
void check_law(const std::string& name, const Values& values, std::size_t number, const Vector& mean, double error,
               std::uint64_t trials, std::size_t common = 0) {
  INFO(name << ", estimate " << number);
  std::array<Mean, 8> element;
  Mean squares;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    std::vector<std::uint64_t> streams(number, 1 + trial);
    std::fill_n(streams.begin(), common, 0);
    Vector g = last_estimate(name, values, streams);
    for (std::size_t i = 0; i < a.size(); ++i) {
      element[i].add(g[i]);
      g[i] -= mean[i];
    }
    squares.add(dot(g, g));
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO("element " << i << ": " << element[i].value() << " ± " << element[i].error() << ", not " << mean[i]);
    CHECK(element[i].agrees_with(mean[i]));
  }
  INFO("error " << squares.value() << " ± " << squares.error() << ", not " << error);
  CHECK(squares.agrees_with(error));
}

}  // namespace

TEST_CASE("residual feedback at rest is right on average, with error (2d ± 1)|a|²/q") {
  for (const char* directions : {"gaussian", "rademacher"}) {
    const double factor = std::string(directions) == "gaussian" ? 2 * d + 1 : 2 * d - 1;
    for (const std::int64_t queries : {1, 3}) {
      const Values values{{"h", 0.5}, {"perturbation", perturbation(directions)}, {"queries", queries}};
      check_law("residual", values, 2, a, factor * length2 / static_cast<double>(queries), 4000);
    }
  }
}

TEST_CASE("a control variate stays right on average while its error falls by K/(K + 1) an estimate, K = d + 1") {
  const Values values{{"estimator", Recipes{recipe("estimator", "two_point", {{"h", 0.5}})}}};
  const double k = d + 1;
  for (const std::size_t number : {1, 2, 5})
    check_law("control_variate", values, number, a,
              k * length2 * std::pow(k / (k + 1), static_cast<double>(number - 1)), 4000);
}

TEST_CASE("a guided estimate has mean β C a and error β²(|C a|² + aᵀC a)/q, C = α/d·I + (1 − α)/k·QQᵀ") {
  const double alpha = 0.25, beta = 2, k = 2;
  const Values values{{"alpha", alpha}, {"beta", beta}, {"queries", std::int64_t{2}}, {"sigma", 0.5}};
  const std::vector<std::uint64_t> first{0}, second{0, 0};
  Vector q1 = last_estimate("guided_es", values, first), q2 = last_estimate("guided_es", values, second);
  const auto normalise = [](Vector& v) {
    const double length = std::sqrt(dot(v, v));
    for (double& element : v) element /= length;
  };
  normalise(q1);
  const double overlap = dot(q1, q2);
  for (std::size_t i = 0; i < a.size(); ++i) q2[i] -= overlap * q1[i];
  normalise(q2);
  Vector mean(a.size());
  const double along1 = dot(q1, a), along2 = dot(q2, a);
  for (std::size_t i = 0; i < a.size(); ++i)
    mean[i] = beta * (alpha / d * a[i] + (1 - alpha) / k * (along1 * q1[i] + along2 * q2[i]));
  const double error = (dot(mean, mean) + beta * dot(mean, a)) / 2;
  check_law("guided_es", values, 3, mean, error, 10000, 2);
}

TEST_CASE("svrg at rest is its snapshot: right on average, with the snapshot's error") {
  const Recipes two_point{recipe("estimator", "two_point", {{"h", 0.5}})};
  const Recipes snapshot{recipe("estimator", "averaged", {{"estimator", two_point}, {"count", std::int64_t{3}}})};
  check_law("svrg", {{"estimator", two_point}, {"snapshot", snapshot}}, 4, a, (d + 1) * length2 / 3, 4000);
}
