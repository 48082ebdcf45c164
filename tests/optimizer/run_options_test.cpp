#include "runtime/optimizer/run_options.hpp"

#include <catch2/catch.hpp>

#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {
RunOptions options(const catalog::Values& values) {
  const auto& descriptor = *catalog::find("function", "minimize");
  descriptor.check(values);
  return catalog::read<RunOptions>(descriptor, values);
}
}  // namespace

TEST_CASE("a run without any end has a budget of 1000 evaluations a coordinate") {
  CHECK(options({}).settings(7, {}, false).budget == 7000);
  CHECK(options({{"budget", 1e6}}).settings(7, {}, false).budget == 1000000);
  CHECK(options({{"seconds", 1.0}}).settings(7, {}, false).budget == Run::unlimited);
  CHECK(options({{"target", 0.0}}).settings(7, {}, false).budget == Run::unlimited);
  CHECK(options({{"steps", std::int64_t{3}}}).settings(7, {}, false).budget == Run::unlimited);
  CHECK(options({{"steps", std::int64_t{3}}, {"budget", std::int64_t{9}}}).settings(7, {}, false).budget == 9);
}

TEST_CASE("each bound given replaces the objective's own on its side alone") {
  const Bounds own{{-5}, {5}};
  const auto settings = options({{"lower", 0.0}}).settings(2, own, false);
  CHECK(settings.bounds.lower_at(0) == 0);
  CHECK(settings.bounds.upper_at(0) == 5);
  CHECK(options({}).settings(2, own, false).bounds.lower_at(1) == -5);
  CHECK_THROWS_AS(options({{"lower", 6.0}}).settings(2, own, false), Error);
  CHECK_THROWS_AS(options({{"lower", std::vector<double>{1, 2, 3}}}).settings(2, {}, false), Error);
}

TEST_CASE("a start point is one number for all coordinates, or one for each") {
  const Point own = point_of({7, 8});
  CHECK(numbers_of(options({}).start(2, own)) == std::vector<double>{7, 8});
  CHECK(numbers_of(options({{"x0", 3.0}}).start(2, own)) == std::vector<double>{3, 3});
  CHECK(numbers_of(options({{"x0", std::vector<double>{1, 2}}}).start(2, own)) == std::vector<double>{1, 2});
  CHECK_THROWS_WITH(options({{"x0", std::vector<double>{1, 2, 3}}}).start(2, own),
                    "option 'x0' has 3 numbers for a problem of dimension 2; give one number or 2");
}

TEST_CASE("budgets that are no counts of evaluations are refused") {
  for (const double budget : {0.0, -1.0, 1e30, 1.5})
    CHECK_THROWS_WITH(options({{"budget", budget}}),
                      Catch::Contains("option 'budget' of ng.minimize must be an integer from 1 to 9e+18, got"));
}
