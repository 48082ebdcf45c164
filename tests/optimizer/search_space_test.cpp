#include "runtime/optimizer/search_space.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The point that one coordinate of the search is taken to.
double inside(const SearchSpace& space, double u) {
  Point x = point_of({0});
  space.write(Eigen::VectorXd::Constant(1, u), x);
  return x.tensors[0].at(0);
}

SearchSpace interval(double lower, double upper, double start = 0, std::vector<double> sigma = {}) {
  const Bounds bounds{{lower}, {upper}};
  return SearchSpace(point_of({start}), bounds, first_steps("sigma", sigma, 0.3, bounds, 1));
}

}  // namespace

TEST_CASE("a search begins at the start point, wherever that is in the bounds") {
  for (const double x0 : {-5.0, -4.99, -4.6, 0.0, 1.25, 4.9999999, 5.0})
    for (const auto& [lower, upper] :
         {std::pair{-5.0, 5.0}, {-5.0, infinity}, {-infinity, 5.0}, {-infinity, infinity}}) {
      const SearchSpace space = interval(lower, upper, x0);
      CHECK(inside(space, space.start()[0]) == Approx(x0).epsilon(1e-14));
    }
  const SearchSpace outside = interval(-5, 5, 99);
  CHECK(inside(outside, outside.start()[0]) == 5);
}

TEST_CASE("every coordinate of the search is taken into the bounds, however far away") {
  for (const auto& [lower, upper] :
       {std::pair{-5.0, 5.0}, {0.0, 1e-300}, {1e15, 1e15 + 1}, {-1e308, 1e308}, {3.0, infinity}})
    for (const double u : {0.0, 1.0, -1.0, 3.3, 1e3, -1e3, 1e17, -1e17, 1e300, -1e300}) {
      INFO(lower << " … " << upper << " at " << u);
      const double x = inside(interval(lower, upper), u);
      CHECK(x >= lower);
      CHECK(x <= upper);
    }
}

TEST_CASE("folding into an interval is the identity inside and has no jump or kink anywhere") {
  const SearchSpace space = interval(-5, 5);  // a unit is 3, the margin 1/2
  for (const double x : {-4.5, -1.0, 0.0, 2.0, 4.5}) CHECK(inside(space, x / 3) == Approx(x).epsilon(1e-15));
  const double step = 1e-4;
  double slope = 1;
  for (double u = 0; u < 20; u += step) {
    const double next = (inside(space, u + step) - inside(space, u)) / (3 * step);
    CHECK(std::abs(next - slope) < 1e-3);
    slope = next;
  }
}

TEST_CASE("units are 0.3 of an interval, 0.3 without one, or the deviations given") {
  const auto unit = [](const SearchSpace& space) {
    return inside(space, space.start()[0] + 1) - inside(space, space.start()[0]);
  };
  CHECK(unit(interval(-5, 5)) == Approx(3));
  CHECK(unit(interval(-5, infinity)) == Approx(0.3));
  CHECK(unit(interval(-infinity, infinity)) == Approx(0.3));
  CHECK(unit(interval(-5, 5, 0, {0.25})) == Approx(0.25));
  CHECK_THROWS_WITH(interval(0, 1, 0, {1, 2}),
                    "option 'sigma' has 2 numbers for a problem of dimension 1; give one number or 1");
}

TEST_CASE("another search starts anywhere in the bounds, and at the start point where there are none") {
  const SearchSpace space(point_of({7, 7}), {{0, -infinity}, {10, infinity}}, {3, 0.3});
  Point x = point_of({0, 0});
  space.write(space.start({0.25, 0.25}), x);
  CHECK(x.tensors[0].at(0) == Approx(2.5));
  CHECK(x.tensors[0].at(1) == Approx(7));
}
