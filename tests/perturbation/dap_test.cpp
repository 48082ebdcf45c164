#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/perturbation/reference.hpp"
#include "tests/perturbation/drawing.hpp"
#include "tests/statistics/mean.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

const std::vector<double> r{3, -1, 0, 0.5, 2};
const Point shape = point_of_sizes({3, 2});

std::vector<double> orthogonal_part(const std::vector<double>& v, const std::vector<double>& to) {
  std::vector<double> w = v;
  for (std::size_t i = 0; i < w.size(); ++i) w[i] -= inner(v, to) / inner(to, to) * to[i];
  return w;
}

/// An estimate along one fixed direction, as an estimator would tell it.
std::vector<Term> estimate_along(Perturbation& gaussian, double scale) {
  Directions directions;
  gaussian.draw(Key::from(77, Purpose::direction), 1, shape, directions);
  return {{scale, directions[0][0].direction}};
}

}  // namespace

TEST_CASE("every DAP direction has the inner product ±|r| with its reference, each sign as often") {
  for (const bool fixed_length : {false, true}) {
    const auto dap = make<Perturbation>("dap", {{"reference", r}, {"fixed_length", fixed_length}});
    Mean sign;
    for (const auto& v : draw_vectors(*dap, 4000, shape)) {
      const double product = inner(v, r) / std::sqrt(inner(r, r));
      REQUIRE(std::abs(product) == Approx(1));
      sign.add(product);
      if (fixed_length) CHECK(inner(v, v) == Approx(5));
    }
    CHECK(sign.agrees_with(0));
    CHECK(dap->fixed_length() == fixed_length);
  }
}

TEST_CASE("E[v vᵀ] = I with a reference: the aligned part too is of the length that δ = 1 asks for") {
  for (const bool fixed_length : {false, true}) {
    const auto dap = make<Perturbation>("dap", {{"reference", r}, {"fixed_length", fixed_length}});
    Mean moment[5][5];
    for (const auto& v : draw_vectors(*dap, 20000, shape))
      for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j <= i; ++j) moment[i][j].add(v[i] * v[j]);
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j <= i; ++j) CHECK(moment[i][j].agrees_with(i == j ? 1 : 0));
  }
}

TEST_CASE("what lies across the reference is the Gaussian direction of the same key") {
  const auto dap = draw_vectors(*make<Perturbation>("dap", {{"reference", r}}), 3, shape);
  const auto gaussian = draw_vectors(*make<Perturbation>("gaussian"), 3, shape);
  for (std::size_t j = 0; j < 3; ++j) {
    const auto u = orthogonal_part(dap[j], r), v = orthogonal_part(gaussian[j], r);
    for (std::size_t i = 0; i < 5; ++i) CHECK(u[i] == Approx(v[i]).margin(1e-12));
  }
}

TEST_CASE("the length of a reference says nothing, and a number stands for all coordinates alike") {
  std::vector<double> longer = r;
  for (double& element : longer) element *= 1e100;
  const auto u = draw_vectors(*make<Perturbation>("dap", {{"reference", r}}), 1, shape)[0];
  const auto v = draw_vectors(*make<Perturbation>("dap", {{"reference", longer}}), 1, shape)[0];
  for (std::size_t i = 0; i < 5; ++i) CHECK(u[i] == Approx(v[i]));
  const std::vector<double> ones(5, 1.0);
  CHECK(draw_vectors(*make<Perturbation>("dap", {{"reference", 1.0}}), 1, shape) ==
        draw_vectors(*make<Perturbation>("dap", {{"reference", ones}}), 1, shape));
}

TEST_CASE("without a usable reference DAP is the sphere") {
  const auto sphere = draw_vectors(*make<Perturbation>("sphere"), 4, shape);
  CHECK(draw_vectors(*make<Perturbation>("dap"), 4, shape) == sphere);
  CHECK(draw_vectors(*make<Perturbation>("dap", {{"reference", 0.0}}), 4, shape) == sphere);
  CHECK(draw_vectors(*make<Perturbation>("dap", {{"reference", 1e200}}), 4, shape) == sphere);  // |r|² is infinite
  const auto gaussian = make<Perturbation>("gaussian");
  for (const double scale : {0.0, 1e300}) {  // the running one: 0, and infinite in float32
    const auto dap = make<Perturbation>("dap");
    draw_vectors(*dap, 1, shape);
    dap->observe(estimate_along(*gaussian, scale), shape);
    CHECK(draw_vectors(*dap, 4, shape) == sphere);
  }
}

TEST_CASE("a reference of another length is refused, with both lengths") {
  const auto dap = make<Perturbation>("dap", {{"reference", std::vector<double>{1, 2, 3}}});
  CHECK_THROWS_WITH(draw_vectors(*dap, 1, shape),
                    "option 'reference' of ng.perturbation.dap has 3 numbers for dimension 5");
}

TEST_CASE("a running reference is the exponential average of the estimates it is told") {
  for (const char* dtype : {"float32", "bfloat16"}) {
    const auto gaussian = make<Perturbation>("gaussian");
    const auto dap = make<Perturbation>("dap", {{"dtype", std::string(dtype)}, {"decay", 0.5}});
    draw_vectors(*dap, 1, shape);
    const auto first = estimate_along(*gaussian, 4);
    dap->observe(first, shape);
    Directions directions;
    dap->draw(Key::from(1, Purpose::direction), 1, shape, directions);
    REQUIRE(directions[0].size() == 2);
    // An estimate made with these directions contains the reference itself: r ← ½ r + ½ (2 r + 3 u).
    const std::vector<Term> second{{2, directions[0][1].direction}, {3, first[0].direction}};
    dap->observe(second, shape);
    const auto v = draw_vectors(*dap, 1, shape)[0];
    const auto u = draw_vectors(*gaussian, 1, shape, 77)[0];  // all are along it
    CHECK(std::abs(inner(u, v)) == Approx(std::sqrt(inner(u, u))).epsilon(dtype[0] == 'f' ? 1e-6 : 1e-2));
  }
}

TEST_CASE("an estimate of the past is refused once the reference has moved on") {
  const auto gaussian = make<Perturbation>("gaussian"), dap = make<Perturbation>("dap");
  draw_vectors(*dap, 1, shape);
  dap->observe(estimate_along(*gaussian, 1), shape);
  Directions directions;
  dap->draw(Key::from(1, Purpose::direction), 1, shape, directions);
  dap->observe(directions[0], shape);
  Point v = shape.clone();
  CHECK_NOTHROW(add_terms(v, directions[0], 1));
  Directions later;
  dap->draw(Key::from(2, Purpose::direction), 1, shape, later);
  CHECK_THROWS_WITH(add_terms(v, directions[0], 1), Catch::Contains("reference has moved on"));
}

TEST_CASE("a running reference starts anew for a point of another size") {
  const auto gaussian = make<Perturbation>("gaussian"), dap = make<Perturbation>("dap");
  draw_vectors(*dap, 1, shape);
  dap->observe(estimate_along(*gaussian, 1), shape);
  const Point other = point_of_sizes({4});
  CHECK(draw_vectors(*dap, 2, other) == draw_vectors(*make<Perturbation>("sphere"), 2, other));
}

TEST_CASE("numbers of 16 bits are the nearest, ties to even, and keep what is not finite") {
  const auto rounded = [](double x) { return static_cast<double>(BFloat16(x)); };
  for (const double exact : {0.0, 1.0, -2.5, 0x1p-126, 0x1.fep127}) CHECK(rounded(exact) == exact);
  CHECK(rounded(1 + 0x1p-9) == 1);
  CHECK(rounded(1 + 0x1.8p-8) == 1 + 0x1p-7);
  CHECK(rounded(1 + 0x1p-8) == 1);                    // a tie: to even
  CHECK(rounded(1 + 0x1p-7 + 0x1p-8) == 1 + 0x1p-6);  // a tie: to even
  CHECK(std::isinf(rounded(1e39)));
  CHECK(std::isnan(rounded(std::nan(""))));
  CHECK(std::isnan(rounded(-std::nan(""))));
}

TEST_CASE("DAP directions have the same bits for any number of threads", "[threads]") {
  const Point large = point_of_sizes({300000, 7});
  for (const bool fixed_length : {false, true}) {
    Vectors first;
    for (const int count : {1, 3}) {
      const ThreadsScope scope(count);
      const auto v =
          draw_vectors(*make<Perturbation>("dap", {{"reference", 0.5}, {"fixed_length", fixed_length}}), 3, large);
      if (first.empty()) first = v;
      CHECK(v == first);
    }
  }
}
