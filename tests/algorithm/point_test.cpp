#include "runtime/algorithm/point.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
}

TEST_CASE("a bound of one number holds for all coordinates, an absent one for none") {
  const Bounds bounds{{-1}, {}};
  CHECK(bounds.lower_at(5) == -1);
  CHECK(bounds.upper_at(5) == infinity);
  CHECK_FALSE(bounds.empty());
  CHECK(Bounds{}.empty());
}

TEST_CASE("clipping counts coordinates over all tensors and leaves NaN alone") {
  Point x = point_of({-5, 0.5});
  x.tensors.push_back(point_of({5, std::nan("")}).tensors[0]);
  const Bounds bounds{{-1, -1, -1, -1}, {1, 1, 2, 1}};
  bounds.clip(x);
  const auto numbers = numbers_of(x);
  CHECK(numbers[0] == -1);
  CHECK(numbers[1] == 0.5);
  CHECK(numbers[2] == 2);
  CHECK(std::isnan(numbers[3]));
}

TEST_CASE("float32 coordinates are clipped to the bound rounded to float") {
  Point x = point_of({5}, DType::float32);
  Bounds{{}, {0.1}}.clip(x);
  CHECK(numbers_of(x)[0] == double{0.1f});
}

TEST_CASE("bounds that do not fit are refused by name") {
  CHECK_THROWS_WITH((Bounds{{0, 0, 0}, {1}}.check(2)),
                    "option 'lower' has 3 values for a problem of dimension 2; give one number or 2");
  CHECK_THROWS_WITH((Bounds{{0}, {1, 1, 1}}.check(2)),
                    "option 'upper' has 3 values for a problem of dimension 2; give one number or 2");
  CHECK_THROWS_WITH((Bounds{{0, 3}, {1, 3}}.check(2)), "lower must be less than upper: coordinate 2 has 3 and 3");
  CHECK_THROWS_AS((Bounds{{infinity}, {}}.check(1)), Error);
  CHECK_THROWS_AS((Bounds{{std::nan("")}, {1}}.check(1)), Error);
  CHECK_NOTHROW((Bounds{{-infinity, 0}, {infinity, infinity}}.check(2)));
}

TEST_CASE("a clone of a point has elements of its own") {
  const Point x = point_of({1, 2});
  const Point copy = x.clone(), shared = x;
  x.tensors[0].as<double>()[0] = 9;
  CHECK(numbers_of(copy) == std::vector<double>{1, 2});
  CHECK(numbers_of(shared) == std::vector<double>{9, 2});
}
