#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr const char* local[] = {"nelder_mead", "cobyla", "bobyqa", "newuoa"};
constexpr const char* all[] = {"nelder_mead", "cobyla", "bobyqa", "newuoa", "direct", "crs2"};

Run::Settings boxed(std::int64_t budget, double lower = -5, double upper = 5) {
  Run::Settings settings = settings_of(budget);
  settings.bounds = {{lower}, {upper}};
  return settings;
}

double valley(std::span<const double> x) { return 10 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2); }

}  // namespace

TEST_CASE("NLopt's methods find the bottom of a valley, inside bounds and without") {
  for (const char* name : all) {
    INFO(name);
    CHECK(optimize(make<Optimizer>(name), {-1, 1}, valley, boxed(6000)).result.value < 1e-5);
  }
  for (const char* name : local)
    CHECK(optimize(make<Optimizer>(name), {-1, 1}, valley, settings_of(6000)).result.value < 1e-5);
}

TEST_CASE("the start point is evaluated first, and no more than once") {
  for (const char* name : all) {
    INFO(name);
    std::vector<Vector> points;
    const auto f = [&](std::span<const double> x) {
      points.emplace_back(x.begin(), x.end());
      return valley(x);
    };
    optimize(make<Optimizer>(name), {-1, 1.5}, f, boxed(60));
    CHECK(points[0] == Vector{-1, 1.5});
    CHECK(points[1] != points[0]);
  }
}

TEST_CASE("local methods end by themselves and say by what") {
  for (const char* name : local) {
    INFO(name);
    const std::string by_x = optimize(make<Optimizer>(name), {1, 2}, sum_of_squares, settings_of(5000)).result.reason;
    CHECK((by_x == "xtol" || by_x == "converged"));
    const Values values{{"ftol", 1e-3}, {"xtol", 0.0}};
    const std::string by_f = optimize(make<Optimizer>(name, values), {1, 2}, valley, settings_of(5000)).result.reason;
    CHECK(by_f == "ftol");
  }
}

TEST_CASE("first steps are as long as they were told to be, and fit into the bounds") {
  for (const char* name : local) {
    INFO(name);
    for (const double step : {0.25, 100.0}) {
      std::vector<Vector> points;
      const auto f = [&](std::span<const double> x) {
        points.emplace_back(x.begin(), x.end());
        return valley(x);
      };
      optimize(make<Optimizer>(name, {{"step", step}}), {0, 0}, f, boxed(20));
      const double length = std::hypot(points[1][0], points[1][1]);
      if (step == 0.25) CHECK(length == Approx(0.25));
      CHECK(length > 0);
    }
  }
}

TEST_CASE("an interval that is too narrow to move in is left where it is") {
  Run::Settings settings = settings_of(400);
  settings.bounds = {{-5, 1e15, -5}, {5, 1e15 + 0.25, 5}};
  for (const char* name : all) {
    INFO(name);
    const Vector x0{1, 1e15, 2};
    const auto f = [](std::span<const double> x) { return x[0] * x[0] + x[2] * x[2]; };
    CHECK(optimize(make<Optimizer>(name), x0, f, settings).result.value < 1);
  }
  settings.bounds = {{1e15}, {1e15 + 0.25}};
  for (const char* name : {"nelder_mead", "cobyla", "bobyqa", "direct", "crs2"})
    CHECK(optimize(
              make<Optimizer>(name), {1e15, 1e15}, [](auto) { return 1.0; }, settings)
              .result.reason == "converged");
}

TEST_CASE("very small and very large problems are searched in their own units") {
  for (const double unit : {1e-200, 1e-9, 1e9, 1e100})
    for (const char* name : all) {
      INFO(name << " in units of " << unit);
      const auto f = [&](std::span<const double> x) {
        return std::pow(x[0] / unit - 0.3, 2) + 2 * std::pow(x[1] / unit + 0.2, 2);
      };
      CHECK(optimize(make<Optimizer>(name), {unit, -unit}, f, boxed(1500, -2 * unit, 3 * unit)).result.value < 1e-3);
    }
}

TEST_CASE("half of a space that fails is left, whatever it returns") {
  for (const double failure : {std::nan(""), infinity, -infinity})
    for (const char* name : all) {
      INFO(name << " failing with " << failure);
      const auto f = [&](std::span<const double> x) { return x[0] < 0.5 ? failure : sum_of_squares(x); };
      const Outcome outcome = optimize(make<Optimizer>(name), {2, 2}, f, boxed(2000));
      CHECK(outcome.result.value < 1);
      CHECK(outcome.last[0] >= 0.5);
    }
}

TEST_CASE("values at the ends of the range and plateaus end nothing badly") {
  for (const char* name : all)
    for (const double scale : {1e300, -1e300, 0.0}) {
      INFO(name << " with " << scale);
      const auto f = [&](std::span<const double> x) { return scale * (1 + 0.01 * std::tanh(sum_of_squares(x))); };
      CHECK(std::isfinite(optimize(make<Optimizer>(name), {2, 2}, f, boxed(500)).result.value));
    }
}

TEST_CASE("what a method cannot do is refused before any evaluation") {
  const auto start = [](const char* name, std::size_t d) {
    start_run(make<Optimizer>(name), Point(Tensor({static_cast<std::int64_t>(d)})), settings_of(10));
  };
  for (const char* name : {"direct", "crs2"})
    CHECK_THROWS_WITH(start(name, 2),
                      Catch::Contains("searches a box: give lower and upper; coordinate 1 has -inf and inf"));
  for (const char* name : {"bobyqa", "newuoa"})
    CHECK_THROWS_WITH(start(name, 1), Catch::Contains("needs at least 2 variables"));
  for (const char* name : all)
    CHECK_THROWS_WITH(start(name, 2001), Catch::Contains("is for at most 2000 variables, not 2001"));
  CHECK_THROWS_WITH(optimize(make<Optimizer>("bobyqa", {{"step", Vector{1, -1}}}), {0, 0}, valley, settings_of(9)),
                    "option 'step' must be > 0, got -1");
}

TEST_CASE("NEWUOA keeps the bounds by folding, and finds an optimum on them") {
  const auto f = [](std::span<const double> x) { return x[0] - 2 * x[1]; };
  CHECK(optimize(make<Optimizer>("newuoa"), {0, 0}, f, boxed(400)).result.value == Approx(-15).epsilon(1e-6));
}
