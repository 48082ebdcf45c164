#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

namespace {

using Vector = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

Outcome search(const Vector& x0, const Function& f, Run::Settings settings, const Values& values = {}) {
  return optimize(make<Optimizer>("cmaes", values), x0, f, settings);
}

double rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    sum += 100 * std::pow(x[i + 1] - x[i] * x[i], 2) + std::pow(1 - x[i], 2);
  return sum;
}

/// A valley of condition number 1e6 that lies askew.
double slanted(std::span<const double> x) {
  double sum = 0, along = 0;
  for (const double xi : x) along += xi, sum += 1e6 * xi * xi;
  return sum - (1e6 - 1) * along * along / static_cast<double>(x.size());
}

std::string reason(const Vector& x0, const Function& f, const Values& values = {}, Bounds bounds = {}) {
  Run::Settings settings = settings_of(100000);
  settings.bounds = std::move(bounds);
  return search(x0, f, settings, values).result.reason;
}

}  // namespace

TEST_CASE("CMA-ES follows Rosenbrock's valley and a slanted one of condition 1e6") {
  const Outcome valley = search(Vector(10, 0), rosenbrock, settings_of(12000));
  CHECK(valley.result.value < 1e-10);
  for (const double x : valley.last) CHECK(x == Approx(1).epsilon(1e-4));
  CHECK(search(Vector(8, 1), slanted, settings_of(8000)).result.value < 1e-8);
}

TEST_CASE("CMA-ES sees values only through their order") {
  const auto same = [](double v) { return v; };
  const auto bent = [](double v) { return std::cbrt(v) - 5; };
  const auto ends = [&](double (*f)(double)) {
    return search(
               {1, 2, 3}, [&](auto x) { return f(sum_of_squares(x)); }, settings_of(400))
        .last;
  };
  CHECK(ends(same) == ends(bent));
}

TEST_CASE("the start point is evaluated first, and generations are asked for at once") {
  const auto run =
      start_run(make<Optimizer>("cmaes", {{"population", std::int64_t{12}}}), point_of({1, 2}), settings_of(100));
  REQUIRE(run->ask().size() == 1);
  CHECK(point_of_probe(run->ask()[0]) == Vector{1, 2});
  const double value = 5;
  run->tell({&value, 1});
  CHECK(run->ask().size() == 12);
}

TEST_CASE("an optimum on a bound or in a corner is found exactly enough") {
  Run::Settings settings = settings_of(3000);
  settings.bounds = {{0, -1, -infinity}, {10, infinity, 2}};
  const auto f = [](std::span<const double> x) { return x[0] + 2 * x[1] - 3 * x[2]; };
  const Outcome outcome = search({5, 5, -5}, f, settings);
  CHECK(outcome.result.value == Approx(-8).margin(1e-9));
}

TEST_CASE("scaling coordinates and their bounds scales the search") {
  const auto history = [](double unit) {
    Run::Settings settings = settings_of(300);
    settings.bounds = {{-unit}, {2 * unit}};
    return search(
               {unit, -unit}, [&](auto x) { return (x[0] * x[0] + 3 * x[1] * x[1]) / (unit * unit); }, settings)
        .result.value;
  };
  CHECK(history(1) == history(0x1p20));
}

TEST_CASE("a search ends by itself, with the name of the criterion that held") {
  const auto noisy = [](auto x) {
    const double s = sum_of_squares(x);
    return s + 0.5 * std::sin(1e9 * s);
  };
  CHECK(reason({1, 1}, sum_of_squares) == "tolfun");
  CHECK(reason({1, 1}, sum_of_squares, {{"tolfun", 0.0}, {"tolx", 1e-3}}) == "tolx");
  CHECK(reason({1, 1}, [](auto) { return 3.0; }) == "equalfunvalues");
  CHECK(reason({1, 1}, [](auto x) { return -x[0]; }) == "tolxup");
  CHECK(reason({1, 1}, noisy) == "stagnation");
  CHECK(reason({1, 1}, [](auto x) { return x[0] * x[0] + 1e17 * x[1] * x[1]; }, {{"tolfun", 0.0}, {"tolx", 0.0}}) ==
        "conditioncov");
  CHECK(reason({1, 1}, sum_of_squares, {{"generations", std::int64_t{7}}}) == "maxiter");
  const auto far = [](auto x) { return std::pow(x[0] - 1e20, 2); };
  CHECK(reason({1e20}, far, {{"tolfun", 0.0}}).substr(0, 8) == "noeffect");
  CHECK(reason({1, 1}, [](auto) { return infinity; }) == "no finite values");
}

TEST_CASE("restarts go on where one search ends, and find what one misses") {
  const auto rastrigin = [](std::span<const double> x) {
    double sum = 0;
    for (const double xi : x) sum += xi * xi + 10 - 10 * std::cos(2 * M_PI * xi);
    return sum;
  };
  Run::Settings settings = settings_of(60000, 3);
  settings.bounds = {{-5.12}, {5.12}};
  settings.target = 1e-8;
  CHECK(search({3, 3, 3}, rastrigin, settings).result.value > 0.5);
  for (const char* kind : {"ipop", "bipop"})
    CHECK(search({3, 3, 3}, rastrigin, settings, {{"restarts", kind}}).result.reason == "target");
}

TEST_CASE("restarts end after nine doublings of the population") {
  const Outcome outcome = search({1}, [](auto) { return 3.0; }, settings_of(1000000), {{"restarts", "ipop"}});
  CHECK(outcome.result.reason == "equalfunvalues after 9 restarts");
}

TEST_CASE("a failed evaluation ranks last and does not pull the mean") {
  const auto f = [](std::span<const double> x) { return x[0] < 0.5 ? std::nan("") : sum_of_squares(x); };
  const Outcome outcome = search({1, 1}, f, settings_of(2000));
  CHECK(outcome.result.failures > 0);
  CHECK(outcome.result.value == Approx(0.25).epsilon(1e-3));
}

TEST_CASE("a generation that fails halves the steps until some succeed") {
  const auto f = [](std::span<const double> x) { return sum_of_squares(x) > 1e-4 ? infinity : x[0]; };
  CHECK(search({0, 0, 0}, f, settings_of(3000)).result.value == Approx(-0.01).epsilon(0.01));
}

TEST_CASE("sigma is one number or one a coordinate, above 0") {
  CHECK_THROWS_WITH(search({1, 2}, sum_of_squares, settings_of(50), {{"sigma", Vector{1, 0}}}),
                    "option 'sigma' must be > 0, got 0");
  CHECK_NOTHROW(search({1, 2}, sum_of_squares, settings_of(50), {{"sigma", Vector{1, 0.1}}}));
  CHECK_THROWS_WITH(search({1, 2, 3}, sum_of_squares, settings_of(50), {{"sigma", Vector{1, 0.1}}}),
                    Catch::Contains("2 numbers for a problem of dimension 3"));
}

TEST_CASE("a covariance that would not fit into memory is refused before it is made") {
  CHECK_THROWS_WITH(start_run(make<Optimizer>("cmaes"), Point(Tensor({20000})), settings_of(10)),
                    Catch::Contains("two matrices of d x d numbers"));
}

TEST_CASE("CMA-ES keeps standard deviations above the least ones it is given") {
  // How far from the optimum the last points are in each coordinate.
  const auto spread = [](const Values& values) {
    std::vector<Vector> points;
    search(
        {0.3, 0.3}, [&](auto x) { return points.emplace_back(x.begin(), x.end()), sum_of_squares(x); },
        settings_of(600), values);
    Vector deviations(2);
    for (std::size_t n = points.size() - 60; n < points.size(); ++n)
      for (std::size_t i = 0; i < 2; ++i) deviations[i] += points[n][i] * points[n][i] / 60;
    return Vector{std::sqrt(deviations[0]), std::sqrt(deviations[1])};
  };
  const Vector kept = spread({{"least_sigma", Vector{0.1, 0}}});
  CHECK((kept[0] > 0.07 && kept[0] < 0.2));
  CHECK(kept[1] < kept[0]);
  CHECK(spread({})[0] < 1e-4);
  CHECK(spread({{"least_sigma", 0.0}}) == spread({}));
  CHECK_THROWS_WITH(spread({{"least_sigma", Vector{0.1, 0.1, 0.1}}}), Catch::Contains("dimension 2"));
}
