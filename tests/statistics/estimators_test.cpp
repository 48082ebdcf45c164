#include <catch2/catch.hpp>

#include "runtime/perturbation/perturbation.hpp"
#include "tests/contract/entries.hpp"
#include "tests/estimator/estimating.hpp"
#include "tests/statistics/mean.hpp"

// Seeds are fixed; each check allows 5 standard errors, which other seeds would pass by chance once in 10^6.

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{3, -1, 0, 0.5, 2, 0, -0.25, 1};
constexpr double d = 8;
const double length2 = dot(a, a);
double linear(std::span<const double> x) { return dot(a, x); }

/// What `trials` estimates at 0 of a linear function's gradient a are like.
struct Statistics {
  std::array<Mean, 8> element;
  Mean error;   // |ĝ − a|²
  Mean along;   // (âᵀ(ĝ − a))²
  Mean across;  // the same along a unit vector orthogonal to a
};

Statistics statistics(const std::string& estimator_name, const Values& values, std::uint64_t trials) {
  const auto estimator = make<Estimator>(estimator_name, values);
  const Vector orthogonal{0, 0, 1, 0, 0, 0, 0, 0};
  Statistics result;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    Vector g = gradient_of(*estimator, Vector(a.size(), 0.0), linear, trial);
    for (std::size_t i = 0; i < a.size(); ++i) {
      result.element[i].add(g[i]);
      g[i] -= a[i];
    }
    result.error.add(dot(g, g));
    result.along.add(dot(g, a) * dot(g, a) / length2);
    result.across.add(dot(g, orthogonal) * dot(g, orthogonal));
  }
  return result;
}

}  // namespace

TEST_CASE("estimates of a linear function's gradient are right on average") {
  for (const auto& directions : contract::variants("perturbation"))
    for (const char* name : {"two_point", "one_point"}) {
      if (std::string(name) == "one_point" && !directions.make<Perturbation>()->centred()) continue;  // refused
      INFO(name << " with " << directions.to_string());
      const Values values{{"h", 0.5},
                          {"queries", std::int64_t{2}},
                          {"perturbation", perturbation(directions.descriptor->name.c_str(), directions.values)}};
      const Statistics result = statistics(name, values, 4000);
      for (std::size_t i = 0; i < a.size(); ++i) {
        INFO("element " << i << ": " << result.element[i].value() << " ± " << result.element[i].error());
        CHECK(result.element[i].agrees_with(a[i]));
      }
    }
}

namespace {

/// E|ĝ − a|²/|a|² of two points with `queries` directions, where it has a formula.
double theory(const contract::Variant& directions, double queries) {
  const std::string& name = directions.descriptor->name;
  if (name == "orthogonal") return d / queries - 1;
  if (name == "sparse") return (d - 2 + 10) / queries;  // a tenth of the coordinates move
  // Of one tensor, low rank is gaussian and a block is all of it.
  return (name == "gaussian" || name == "low_rank" ? d + 1 : d - 1) / queries;
}

}  // namespace

TEST_CASE("the error of two points is theirs by theory: (d + 1)|a|²/q gaussian, (d − 1)|a|²/q for fixed lengths, …") {
  for (const auto& directions : contract::variants("perturbation"))
    for (const std::int64_t queries : {1, 4}) {
      INFO(directions.to_string() << ", " << queries << " queries");
      const Values values{{"h", 0.5},
                          {"queries", queries},
                          {"perturbation", perturbation(directions.descriptor->name.c_str(), directions.values)}};
      const Statistics result = statistics("two_point", values, 4000);
      INFO(result.error.value() / length2 << " ± " << result.error.error() / length2);
      CHECK(result.error.agrees_with(theory(directions, static_cast<double>(queries)) * length2));
    }
}

TEST_CASE("blocks of equal size and sparse signs have the errors that their formulas say") {
  const auto error = [](const catalog::Value& directions) {
    return statistics("two_point", {{"h", 0.5}, {"perturbation", directions}}, 20000).error;
  };
  for (const std::int64_t size : {1, 2, 4})
    CHECK(error(perturbation("block", {{"size", size}})).agrees_with((d - 1) * length2));
  // Blocks of 5 and 3 coordinates: 2 (5 |a_1|² + 3 |a_2|²) − |a|².
  const double first = dot(std::span(a).first(5), std::span(a).first(5));
  CHECK(error(perturbation("block", {{"size", std::int64_t{5}}}))
            .agrees_with(2 * (5 * first + 3 * (length2 - first)) - length2));
  for (const double share : {0.25, 1.0})
    CHECK(error(perturbation("sparse", {{"share", share}})).agrees_with((d - 2 + 1 / share) * length2));
}

TEST_CASE("aligned with the gradient, DAP's error is 0 along it and |a|² across it, (d − 1)|a|² in all") {
  for (const bool fixed_length : {false, true}) {
    const auto dap = perturbation("dap", {{"reference", a}, {"fixed_length", fixed_length}});
    const Statistics result = statistics("two_point", {{"h", 0.5}, {"perturbation", dap}}, 20000);
    INFO(result.across.value() / length2 << " ± " << result.across.error() / length2);
    CHECK(result.along.value() < 1e-20 * length2);
    CHECK(result.across.agrees_with(length2));
    CHECK(result.error.agrees_with((d - 1) * length2));
  }
}

TEST_CASE("aligned with another vector, DAP is right on average; of fixed length its error stays (d − 1)|a|²") {
  // Of varying length it is (d + 1)|a_across|² + (d − 1)|a_along|², the parts of a across and along the reference.
  const Vector other(a.size(), 1);
  const double along = dot(a, other) * dot(a, other) / d;
  for (const bool fixed_length : {false, true}) {
    const auto dap = perturbation("dap", {{"reference", other}, {"fixed_length", fixed_length}});
    const Statistics result = statistics("two_point", {{"h", 0.5}, {"perturbation", dap}}, 20000);
    CHECK(result.error.agrees_with((d - 1) * length2 + (fixed_length ? 0 : 2 * (length2 - along))));
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(result.element[i].agrees_with(a[i]));
  }
}

TEST_CASE("the sphere's error is 2(d − 1)/(d + 2)|a|² along the gradient and d/(d + 2)|a|² across it") {
  const Statistics result = statistics("two_point", {{"h", 0.5}, {"perturbation", perturbation("sphere")}}, 20000);
  CHECK(result.along.agrees_with(2 * (d - 1) / (d + 2) * length2));
  CHECK(result.across.agrees_with(d / (d + 2) * length2));
}

TEST_CASE("the bias of two points on a cubic shrinks as h²") {
  // f(x) = x³ at 1: central differences along ±h give 3 + h².
  for (const double h : {0.5, 0.25}) {
    const auto estimator = make<Estimator>("two_point", {{"h", h}, {"perturbation", perturbation("rademacher")}});
    const auto g = gradient_of(*estimator, {1}, [](auto x) { return x[0] * x[0] * x[0]; });
    CHECK(g[0] == Approx(3 + h * h));
  }
}
