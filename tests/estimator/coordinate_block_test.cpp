#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make;

namespace {

using Vector = std::vector<double>;

const Vector a{1, -2, 3, 0.5, 4};
double linear(std::span<const double> x) { return dot(a, x); }

std::shared_ptr<Estimator> block_of(std::int64_t size, const std::string& side = "central") {
  return make<Estimator>("coordinate_block", {{"block", size}, {"side", side}, {"h", 0.5}});
}

}  // namespace

TEST_CASE("a block of b coordinates has their derivatives times d/b, each coordinate once") {
  for (const char* side : {"central", "forward"})
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const Estimate estimate = estimate_of(*block_of(2, side), point_of(Vector(5, 0.25)), linear, seed);
      REQUIRE(estimate.terms.size() == 2);
      CHECK(estimate.terms[0].direction.axis < estimate.terms[1].direction.axis);
      for (const Term& term : estimate.terms) CHECK(term.scale == Approx(2.5 * a[term.direction.axis]));
      CHECK(estimate.evaluations == (std::string(side) == "central" ? 4 : 3));
    }
}

TEST_CASE("every block of two among four coordinates is as likely as another") {
  std::map<std::set<std::uint64_t>, int> seen;
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    const Estimate estimate = estimate_of(*block_of(2), point_of(Vector(4, 0.0)), sum_of_squares, seed);
    ++seen[{estimate.terms[0].direction.axis, estimate.terms[1].direction.axis}];
  }
  CHECK(seen.size() == 6);
  for (const auto& [block, count] : seen) CHECK(std::abs(count - 1000) < 5 * std::sqrt(1000 * 5 / 6.0));
}

TEST_CASE("a block of all coordinates and more is the plain finite differences") {
  for (const std::int64_t size : {5, 9}) {
    const Vector g = gradient_of(*block_of(size), Vector(5, 0.25), linear);
    for (std::size_t i = 0; i < 5; ++i) CHECK(g[i] == Approx(a[i]));
    CHECK(block_of(size)->evaluations(5) == 10);
  }
}

TEST_CASE("a block finds its coordinates over several tensors, in float32 and within the bounds") {
  const Point x = point_of_sizes({3, 1, 4}, DType::float32);
  const Bounds bounds{{-1}, {0.0078125}};
  const Vector slopes{1, 2, 3, 4, 5, 6, 7, 8};
  const auto f = [&](std::span<const double> p) {
    for (const double pi : p) CHECK(pi <= 0.0078125);
    return dot(slopes, p);
  };
  for (const char* side : {"central", "forward"}) {
    const auto estimator = block_of(8, side);
    const auto g = numbers_of(estimate_of(*estimator, x, f, 1, bounds).dense(x));
    for (std::size_t i = 0; i < 8; ++i) CHECK(g[i] == Approx(slopes[i]).epsilon(1e-5));
  }
}

TEST_CASE("a coordinate that fails is left out of the average over those of the block that remain") {
  const auto f = [](std::span<const double> x) { return x[1] > 0.5 ? std::nan("") : linear(x); };
  const auto estimator = block_of(5);
  const Estimate estimate = estimate_of(*estimator, point_of(Vector(5, 0.25)), f);
  CHECK(estimate.failures == 1);
  const auto g = numbers_of(estimate.dense(point_of(Vector(5, 0.0))));
  CHECK(g[1] == 0);
  CHECK(g[2] == Approx(5.0 / 4 * a[2]));
}
