#include "runtime/tensor/shape.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "runtime/tensor/strided.hpp"

using namespace nilgrad;

TEST_CASE("a shape counts its elements and refuses what cannot be") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({2, 3, 4}) == 24);
  CHECK(element_count({5, 0, 3}) == 0);
  CHECK_THROWS_WITH(element_count({2, -1}), "negative extent in shape [2, -1]");
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  CHECK_THROWS_WITH(element_count({most, most}), Catch::Contains("is too large"));
  CHECK_THROWS_WITH(element_count({0, most, most}), Catch::Contains("is too large"));
}

TEST_CASE("a shape holds at most eight extents") {
  Shape shape = {1, 2, 3, 4, 5, 6, 7, 8};
  CHECK_THROWS_WITH(shape.push_back(9), "a tensor has at most 8 dimensions");
  shape.erase(shape.begin() + 1);
  shape.insert(shape.begin(), 9);
  CHECK(shape == Shape{9, 1, 3, 4, 5, 6, 7, 8});
  CHECK(to_string(shape) == "[9, 1, 3, 4, 5, 6, 7, 8]");
}

TEST_CASE("shapes broadcast as numpy's do") {
  CHECK(broadcast({2, 3}, {3}) == Shape{2, 3});
  CHECK(broadcast({4, 1}, {3, 1, 2}) == Shape{3, 4, 2});
  CHECK(broadcast({}, {2}) == Shape{2});
  CHECK(broadcast({1}, {0}) == Shape{0});
  CHECK_THROWS_WITH(broadcast({2, 3}, {2}), "shapes [2, 3] and [2] do not fit together");
  CHECK_THROWS_WITH(require_broadcast({2, 3}, {3}), "shape [2, 3] does not broadcast to [3]");
  CHECK_THROWS_WITH(require_broadcast({3}, {1}), "shape [3] does not broadcast to [1]");
  CHECK_NOTHROW(require_broadcast({1, 3}, {5, 2, 3}));
}

TEST_CASE("a walk visits what a plain loop over all indices visits, in the same order") {
  const Shape shape = {3, 1, 2, 4};
  const Strides target = strides_of(shape), a = broadcast_strides({2, 1}, shape),
                b = broadcast_strides({3, 1, 1, 4}, shape);
  const StridedWalk walk(shape, target, a, b);
  std::vector<std::array<std::size_t, 3>> visited, expected;
  walk.for_each_run([&](std::size_t t, std::size_t x, std::size_t y) {
    for (std::size_t i = 0; i < walk.run_length(); ++i)
      visited.push_back({t + i * walk.run_stride(0), x + i * walk.run_stride(1), y + i * walk.run_stride(2)});
  });
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t l = 0; l < 4; ++l) expected.push_back({8 * i + 4 * k + l, k, 4 * i + l});
  CHECK(visited == expected);
}

TEST_CASE("equal shapes are walked as one run and empty ones not at all") {
  const Shape shape = {3, 4, 5};
  const Strides strides = strides_of(shape);
  CHECK(StridedWalk(shape, strides, strides, strides).single_run());
  const Shape empty = {3, 0};
  int runs = 0;
  StridedWalk(empty, strides_of(empty), strides_of(empty), strides_of(empty)).for_each_run([&](auto...) { ++runs; });
  StridedWalk(0).for_each_run([&](auto...) { ++runs; });
  CHECK(runs == 0);
}
