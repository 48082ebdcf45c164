#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "runtime/algorithm/objective.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/tensor/buffer.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

std::shared_ptr<VectorObjective> function(const char* name, std::int64_t dim) {
  return std::static_pointer_cast<VectorObjective>(catalog::make<Objective>(name, {{"dim", dim}}));
}

double value(const char* name, const std::vector<double>& x) {
  return function(name, static_cast<std::int64_t>(x.size()))->value(x);
}

struct Known {
  const char* name;
  double minimizer;
  std::int64_t least_dim;
};

const Known known[] = {{"sphere", 0, 1},   {"rosenbrock", 1, 2}, {"rastrigin", 0, 1}, {"ackley", 0, 1},
                       {"griewank", 0, 1}, {"levy", 1, 1},       {"ellipsoid", 0, 1}};

}  // namespace

TEST_CASE("test functions are 0 at their minimizers and above it everywhere else") {
  for (const Known& f : known)
    for (const std::int64_t dim : {f.least_dim, std::int64_t{2}, std::int64_t{3}, std::int64_t{40}}) {
      const auto n = static_cast<std::size_t>(dim);
      INFO(f.name << " of dimension " << dim);
      const auto objective = function(f.name, dim);
      CHECK(objective->value(std::vector<double>(n, f.minimizer)) == Approx(0).margin(1e-14));
      Generator generator(Key::from(5, Purpose::draw));
      for (int trial = 0; trial < 200; ++trial) {
        std::vector<double> x(n, f.minimizer);
        for (double& xi : x) xi += (trial % 2 ? 3 : 0.01) * generator.normal();
        REQUIRE(objective->value(x) > 1e-12);
      }
    }
}

TEST_CASE("test functions have their published values") {
  const double pi = std::numbers::pi, e = std::numbers::e;
  CHECK(value("sphere", {1, 2, 3}) == 14);
  CHECK(value("rosenbrock", {0, 0}) == 1);
  CHECK(value("rosenbrock", {-1.2, 1}) == Approx(24.2));
  CHECK(value("rosenbrock", {1, 2, 3}) == Approx(100 + 100 + 1));
  CHECK(value("rastrigin", {0.5, 0}) == Approx(0.25 + 20));
  CHECK(value("rastrigin", {1, 1}) == Approx(2));
  CHECK(value("ackley", {1, 1}) == Approx(20 + e - 20 * std::exp(-0.2) - e));
  CHECK(value("griewank", {pi, 0}) == Approx(pi * pi / 4000 + 2));
  CHECK(value("griewank", {0, std::sqrt(2.0) * pi}) == Approx(2 * pi * pi / 4000 + 2));
  CHECK(value("levy", {-3}) == Approx(1));  // w = 0
  CHECK(value("levy", {-3, 1}) == Approx(1 + 10 * std::pow(std::sin(1.0), 2)));
  CHECK(value("ellipsoid", {1, 1, 1}) == Approx(1 + 1e3 + 1e6));
  CHECK(value("product", {2, 3, 4}) == 24);
}

TEST_CASE("test functions know their names, dimensions and customary bounds") {
  for (const Known& f : known) {
    CHECK(function(f.name, 5)->name() == f.name);
    CHECK(function(f.name, 5)->dim() == 5);
  }
  CHECK(function("rastrigin", 2)->bounds().upper_at(1) == 5.12);
  CHECK(function("ackley", 2)->bounds().lower_at(0) == -32.768);
  CHECK(function("sphere", 2)->bounds().empty());
}

TEST_CASE("a run starts at the customary place, inside the bounds") {
  for (const Known& f : known) {
    const auto objective = function(f.name, 4);
    const auto x = numbers_of(objective->start());
    CHECK(x.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(x[i] > objective->bounds().lower_at(i));
      CHECK(x[i] < objective->bounds().upper_at(i));
    }
    CHECK(objective->value(x) > 0);
  }
}

TEST_CASE("the product's start has one partial derivative that is not 0, and depends on its seed") {
  const auto product = function("product", 16);
  auto x = numbers_of(product->start());
  CHECK(x[0] == 0);
  CHECK(product->value(x) == 0);
  for (std::size_t i = 1; i < 16; ++i) CHECK(x[i] != 0);
  auto other = catalog::make<Objective>("product", {{"dim", std::int64_t{16}}, {"seed", std::int64_t{1}}});
  CHECK(numbers_of(other->start()) != x);
  CHECK(numbers_of(function("product", 16)->start()) == x);
}

TEST_CASE("the sparse quadratic is Σ a_i x_i² with a_i in (−1, 1), started at half zeros") {
  const auto quadratic = function("sparse_quadratic", 8);
  double sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::vector<double> unit(8, 0.0);
    unit[i] = 1;
    const double a = quadratic->value(unit);
    CHECK(std::abs(a) < 1);
    CHECK(a != 0);
    unit[i] = -3;
    CHECK(quadratic->value(unit) == Approx(9 * a));
    sum += a;
  }
  CHECK(quadratic->value(std::vector<double>(8, 1.0)) == Approx(sum));
  const auto x = numbers_of(quadratic->start());
  CHECK(std::count(x.begin(), x.end(), 0.0) == 4);
}

TEST_CASE("a rotated function has the same values at rotated points, by seed") {
  const auto rotated = [](const char* name, std::uint64_t seed) {
    return std::static_pointer_cast<VectorObjective>(
        catalog::make<Objective>(name, {{"dim", std::int64_t{6}}, {"rotation", static_cast<std::int64_t>(seed)}}));
  };
  const std::vector<double> x{1, -2, 3, 0.5, 0, 4};
  CHECK(rotated("sphere", 1)->value(x) == Approx(sum_of_squares(x)));
  CHECK(rotated("ellipsoid", 1)->value(x) == rotated("ellipsoid", 1)->value(x));
  CHECK(rotated("ellipsoid", 1)->value(x) != Approx(rotated("ellipsoid", 2)->value(x)));
  CHECK(rotated("ellipsoid", 1)->value(x) != Approx(value("ellipsoid", x)));
  CHECK(rotated("rastrigin", 7)->value(std::vector<double>(6, 0.0)) == Approx(0).margin(1e-12));
  CHECK(rotated("rastrigin", 7)->name() == "rastrigin rotated by seed 7");
  CHECK_THROWS_WITH(catalog::make<Objective>("sphere", {{"dim", std::int64_t{100000}}, {"rotation", std::int64_t{1}}}),
                    Catch::Contains("at most 10000 can be rotated"));
}

TEST_CASE("a large separable function reads its probes tile by tile: the value of the point itself, and no memory") {
  constexpr std::size_t d = 300001;
  for (const DType dtype : {DType::float64, DType::float32})
    for (const char* name : {"sphere", "rastrigin", "sparse_quadratic"}) {
      INFO(name << ", " << name_of(dtype));
      const auto objective = function(name, d);
      const Point x(Tensor::full({static_cast<std::int64_t>(d)}, 0.5, dtype));
      Directions directions;
      const auto sphere = catalog::make<Perturbation>("sphere");
      sphere->draw(Key::from(1, Purpose::direction), 2, x, directions);
      const std::vector<Term> terms{{0.5, directions[0][0].direction}, {-0.25, directions[1][0].direction}};
      const Bounds bounds{{-0.5}, {0.75}};
      const Probe probe{&x, terms, &bounds, {}};
      Point point = x.clone();
      materialise(probe, point);
      const double expected = objective->value(numbers_of(point));
      double value = 0;
      const std::size_t before = live_buffer_bytes();
      objective->evaluate({&probe, 1}, {&value, 1}, {});
      CHECK(live_buffer_bytes() == before);
      CHECK(value == Approx(expected).epsilon(1e-12).margin(1e-8));
    }
}

TEST_CASE("the value of a large separable function has the same bits for any number of threads", "[threads]") {
  const auto objective = function("sparse_quadratic", 1000003);
  const Point x = objective->start();
  const Probe probe{&x, {}, nullptr, {}};
  std::vector<double> values;
  for (const int count : {1, 2, 5}) {
    const ThreadsScope scope(count);
    objective->evaluate({&probe, 1}, {&values.emplace_back(), 1}, {});
  }
  CHECK(values[0] == values[1]);
  CHECK(values[0] == values[2]);
}
