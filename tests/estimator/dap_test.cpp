#include <catch2/catch.hpp>
#include <cmath>

#include "tests/contract/entries.hpp"
#include "tests/estimator/estimating.hpp"
#include "tests/statistics/mean.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{3, -1, 0, 0.5, 2, 0, -0.25, 1};
double linear(std::span<const double> x) { return dot(std::span(a), x); }

/// An estimate, and where it was probed: displacement from 0 over h, in order.
struct Probed {
  Estimate estimate;
  std::vector<Vector> displacements;
  Vector dense;
};

Probed probe(Estimator& estimator, std::size_t d, double h, const Function& f, std::uint64_t seed = 1) {
  Probed result;
  const Point x = point_of(Vector(d, 0.0));
  EstimateOptions options;
  options.seed = seed;
  result.estimate = estimate_gradient(estimator, x, options, {}, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
      Vector v = point_of_probe(probes[i]);
      values[i] = f(v);
      for (double& element : v) element /= h;
      result.displacements.push_back(std::move(v));
    }
  });
  result.dense = numbers_of(result.estimate.dense(x));
  return result;
}

void add(Vector& sum, double factor, const Vector& v) {
  for (std::size_t i = 0; i < v.size(); ++i) sum[i] += factor * v[i];
}

Vector difference_to_a(Vector g) {
  add(g, -1, a);
  return g;
}

}  // namespace

TEST_CASE("second-step directions have the inner product ±|ĝ₁| with the first estimate, and ĝ averages both steps") {
  // Small dimensions write the reference out, large ones probe with its terms: the same either way.
  for (const std::size_t d : {8, 5000})
    for (const char* name : {"sphere", "rademacher", "orthogonal"})
      for (const bool fixed_length : {true, false}) {
        INFO(d << " dimensions, " << name);
        constexpr double h = 0.5;
        constexpr std::size_t q = 9, first = 5;
        const auto f = [](std::span<const double> x) { return 2 * x[0] - x[1] + 0.25 * x[7]; };
        const auto dap = make<Estimator>("dap", {{"queries", std::int64_t{q}},
                                                 {"first", std::int64_t{first}},
                                                 {"perturbation", perturbation(name)},
                                                 {"fixed_length", fixed_length},
                                                 {"h", h}});
        const Probed probed = probe(*dap, d, h, f);
        REQUIRE(probed.displacements.size() == 2 * q);
        Vector first_sum(d, 0.0), sum(d, 0.0);
        for (std::size_t j = 0; j < q; ++j) {
          const Vector& v = probed.displacements[2 * j];
          add(j < first ? first_sum : sum, f(v), v);
        }
        const double length = std::sqrt(dot(first_sum, first_sum));
        for (std::size_t j = first; j < q; ++j) {
          const Vector& v = probed.displacements[2 * j];
          CHECK(std::abs(dot(v, first_sum)) / length == Approx(1).epsilon(1e-9));
          if (fixed_length) CHECK(dot(v, v) == Approx(d).epsilon(1e-9));
        }
        add(sum, 1, first_sum);
        for (std::size_t i = 0; i < d; ++i) CHECK(probed.dense[i] == Approx(sum[i] / q).margin(1e-9));
        CHECK(probed.estimate.evaluations == 2 * q);
      }
}

TEST_CASE("a DAP estimate is one plain term a direction: scalars and keys, the reference's terms once each") {
  for (const std::size_t d : {8, 5000}) {
    const auto dap = make<Estimator>("dap", {{"queries", std::int64_t{12}}, {"first", std::int64_t{7}}, {"h", 0.5}});
    const Probed probed = probe(*dap, d, 0.5, [](auto x) { return x[0]; });
    REQUIRE(probed.estimate.terms.size() == 12);
    CHECK(probed.estimate.stored.empty());
    for (std::uint32_t j = 0; j < 12; ++j) {
      const Direction& direction = probed.estimate.terms[j].direction;
      CHECK(direction.key == Key::from(1, Purpose::direction).query(j));
      CHECK(dynamic_cast<const IndependentDirections*>(direction.distribution) != nullptr);
    }
  }
}

TEST_CASE("forward differences share f(x) between both steps") {
  int at_base = 0;
  const auto dap = make<Estimator>("dap", {{"queries", std::int64_t{6}}, {"side", std::string("forward")}, {"h", 0.5}});
  const Probed probed = probe(*dap, 8, 0.5, [&](std::span<const double> x) {
    at_base += sum_of_squares(x) == 0;
    return 5 + linear(x);
  });
  CHECK(at_base == 1);
  CHECK(probed.estimate.evaluations == 7);
  const auto central = make<Estimator>("dap", {{"queries", std::int64_t{6}}, {"h", 0.5}});
  const Vector same = probe(*central, 8, 0.5, linear).dense;
  for (std::size_t i = 0; i < 8; ++i) CHECK(probed.dense[i] == Approx(same[i]).margin(1e-9));
}

TEST_CASE("DAP is right on average; its error is (d − 1)|a|²/q in all and less than the sphere's along a") {
  // 5 standard errors of 8,000 estimates; with q = 64 the first step is most of the way.
  const double d = 8, length2 = dot(std::span(a), a);
  constexpr double q = 64;
  for (const bool fixed_length : {true, false}) {
    const auto dap =
        make<Estimator>("dap", {{"queries", std::int64_t{64}}, {"h", 0.5}, {"fixed_length", fixed_length}});
    Mean element[8], error, along;
    for (std::uint64_t seed = 0; seed < 8000; ++seed) {
      const Vector g = gradient_of(*dap, Vector(8, 0.0), linear, seed), e = difference_to_a(g);
      for (std::size_t i = 0; i < 8; ++i) element[i].add(g[i]);
      error.add(dot(e, e));
      along.add(dot(e, a) * dot(e, a) / length2);
    }
    for (std::size_t i = 0; i < 8; ++i) CHECK(element[i].agrees_with(a[i]));
    INFO("along " << along.value() / length2 * q << ", in all " << error.value() / length2 * q);
    if (fixed_length) CHECK(error.agrees_with((d - 1) * length2 / q));
    CHECK(along.value() + 5 * along.error() < 0.8 * (2 * (d - 1) / (d + 2) * length2 / q));
  }
}

TEST_CASE("DAP falls back to the sphere where the first estimate is 0 or not finite") {
  const auto is_sphere = [](const Probed& probed, std::uint32_t first) {
    for (std::uint32_t j = first; j < 6; ++j) {
      const auto sphere = make<Perturbation>("sphere");
      Point v = point_of(Vector(8, 0.0));
      Directions directions;
      sphere->draw(Key::from(1, Purpose::direction).query(j), 1, v, directions);
      add_terms(v, directions[0], 1);
      const Vector expected = numbers_of(v);
      for (std::size_t i = 0; i < 8; ++i) CHECK(probed.displacements[2 * j][i] == Approx(expected[i]));
    }
  };
  const auto make_dap = [] {
    return make<Estimator>("dap", {{"queries", std::int64_t{6}}, {"first", std::int64_t{3}}, {"h", 0.5}});
  };
  is_sphere(probe(*make_dap(), 8, 0.5, [](auto) { return 1.0; }), 3);
  is_sphere(probe(*make_dap(), 8, 0.5, [](auto x) { return 1e200 * x[0]; }), 3);
  // All of the first step fails, or all but one direction: that one would be parallel to its own probe.
  for (const int good : {0, 2}) {
    int count = 0;
    const auto some = [&](std::span<const double> x) {
      return ++count > good && count <= 6 ? std::nan("") : linear(x);
    };
    const Probed probed = probe(*make_dap(), 8, 0.5, some);
    is_sphere(probed, 3);
    CHECK(probed.estimate.failures == 6 - good);
    CHECK(probed.estimate.terms.size() == static_cast<std::size_t>(3 + good / 2));
  }
}

TEST_CASE("failed directions of either step are left out of the average over those that remain") {
  int count = 0;
  const auto dap = make<Estimator>("dap", {{"queries", std::int64_t{8}}, {"first", std::int64_t{4}}, {"h", 0.5}});
  const Probed probed = probe(*dap, 8, 0.5, [&](std::span<const double> x) {
    ++count;
    return count == 3 || count == 16 ? INFINITY : linear(x);
  });
  Vector expected(8, 0.0);
  for (const std::size_t j : {0u, 2u, 3u, 4u, 5u, 6u})
    add(expected, linear(probed.displacements[2 * j]) / 6, probed.displacements[2 * j]);
  for (std::size_t i = 0; i < 8; ++i) CHECK(probed.dense[i] == Approx(expected[i]).margin(1e-9));
  CHECK(probed.estimate.terms.size() == 6);
  CHECK(probed.estimate.failures == 2);
}

TEST_CASE("what makes no reference is refused, with what to do instead") {
  CHECK_THROWS_WITH(make<Estimator>("dap", {{"perturbation", perturbation("gaussian")}}),
                    Catch::Contains("directions of one length, which ng.perturbation.gaussian() has not; use sphere"));
  CHECK_THROWS_AS(make<Estimator>("dap", {{"perturbation", perturbation("sparse")}}), Error);
  for (const std::int64_t queries : {1, 2})
    CHECK_THROWS_WITH(make<Estimator>("dap", {{"queries", queries}}),
                      Catch::Contains("a reference made of one direction says nothing about f; give queries = 3"));
  CHECK_THROWS_WITH(make<Estimator>("dap", {{"queries", std::int64_t{4}}, {"first", std::int64_t{4}}}),
                    Catch::Contains("option 'first' of ng.estimator.dap must leave some of 4 queries"));
  CHECK_NOTHROW(make<Estimator>("dap", {{"queries", std::int64_t{1}}, {"reference", std::string("running")}}));
  CHECK_NOTHROW(make<Estimator>("dap", {{"queries", std::int64_t{3}}}));
}

TEST_CASE("unless told, two thirds of few queries and less of many are the first step's") {
  const auto first = [](std::int64_t queries, std::size_t d) {
    const auto dap = make<Estimator>("dap", {{"queries", queries}});
    std::size_t asked = 0;
    const Point x = point_of(Vector(d, 0.0));
    estimate_gradient(*dap, x, {}, {}, [&](auto probes, auto values) {
      if (asked == 0) asked = probes.size();
      std::fill(values.begin(), values.end(), 0.0);
    });
    return asked / 2;
  };
  CHECK(first(3, 1000) == 2);
  CHECK(first(12, 10000) == 8);
  CHECK(first(1024, 16) == 159);
  CHECK(first(3, 1) == 2);
}

TEST_CASE("a running reference aligns each estimate with those before, and the first is the sphere's") {
  for (const char* dtype : {"float32", "bfloat16"}) {
    const auto dap = make<Estimator>("dap", {{"reference", std::string("running")},
                                             {"queries", std::int64_t{4}},
                                             {"dtype", std::string(dtype)},
                                             {"h", 0.5}});
    const auto sphere = make<Estimator>(
        "two_point", {{"perturbation", perturbation("sphere")}, {"queries", std::int64_t{4}}, {"h", 0.5}});
    CHECK(probe(*dap, 8, 0.5, linear).dense == probe(*sphere, 8, 0.5, linear).dense);
    // From then on all directions have the same product with one vector, and it comes to lie along a.
    Mean early, late;
    for (std::uint64_t seed = 2; seed < 400; ++seed) {
      const Vector e = difference_to_a(probe(*dap, 8, 0.5, linear, seed).dense);
      (seed < 6 ? early : late).add(dot(e, a) * dot(e, a));
    }
    CHECK(late.value() + 5 * late.error() < 0.6 * (2 * 7.0 / 10 / 4) * dot(std::span(a), a) * dot(std::span(a), a));
  }
  const auto memory = [](const char* dtype, std::int64_t d) {
    const Values values{{"reference", std::string("running")}, {"dtype", std::string(dtype)}};
    return make<Estimator>("dap", values)->memory(point_of_sizes({d}));
  };
  CHECK(memory("float32", 1000) == 4000);
  CHECK(memory("bfloat16", 1000) == 2000);
}
