#include <catch2/catch.hpp>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;

const Vector a{1, -2, 3, 0.5};
double linear(std::span<const double> x) { return dot(a, x); }

}  // namespace

TEST_CASE("as many orthogonal directions as dimensions give a linear function's gradient itself") {
  for (const char* side : {"central", "forward"}) {
    const auto estimator =
        make<Estimator>("orthogonal", {{"queries", std::int64_t{4}}, {"h", 0.5}, {"side", std::string(side)}});
    const Vector g = gradient_of(*estimator, Vector(4, 0.25), linear);
    for (std::size_t i = 0; i < 4; ++i) CHECK(g[i] == Approx(a[i]));
    CHECK(estimator->evaluations(4) == (std::string(side) == "central" ? 8 : 5));
  }
}

TEST_CASE("fewer orthogonal directions give d/q times the gradient's projection on them") {
  const auto estimator = make<Estimator>("orthogonal", {{"queries", std::int64_t{2}}, {"h", 0.5}});
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Vector g = gradient_of(*estimator, Vector(4, 0.0), linear, seed);
    CHECK(dot(g, g) == Approx(2 * dot(g, a)));  // g = 2 P a, so |g|² = 4 aᵀP a = 2 gᵀa
  }
}

TEST_CASE("more orthogonal directions than dimensions are refused, by name") {
  const auto estimator = make<Estimator>("orthogonal", {{"queries", std::int64_t{3}}});
  CHECK_THROWS_WITH(gradient_of(*estimator, {1, 2}, sum_of_squares),
                    Catch::Contains("3 directions orthogonal to each other in dimension 2") &&
                        Catch::Contains("queries = 2 or fewer"));
}
