#include "runtime/algorithm/objective.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <limits>

#include "runtime/perturbation/axis.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {
const Axes axes;
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> start_within(Bounds bounds) {
  FunctionObjective objective(2, sum_of_squares);
  objective.set_bounds(std::move(bounds));
  return numbers_of(objective.start());
}
}  // namespace

TEST_CASE("a run starts in the middle of finite bounds, else at 0 or the bound nearest to it") {
  CHECK(start_within({}) == std::vector<double>{0, 0});
  CHECK(start_within({{1, 2}, {3, 10}}) == std::vector<double>{2, 6});
  CHECK(start_within({{5}, {}}) == std::vector<double>{5, 5});
  CHECK(start_within({{-infinity, -3}, {-1, infinity}}) == std::vector<double>{-1, 0});
}

TEST_CASE("values are those at the materialised points, in order") {
  FunctionObjective objective(2, [](auto x) { return 10 * x[0] + x[1]; });
  const Point base = point_of({1, 2});
  const Term up{1, axes.unit(0)}, side{3, axes.unit(1)};
  const Probe probes[] = {{&base, {}, nullptr, {}}, {&base, {&up, 1}, nullptr, {}}, {&base, {&side, 1}, nullptr, {}}};
  double values[3];
  objective.evaluate(probes, values, {});
  CHECK(std::vector<double>(values, values + 3) == std::vector<double>{12, 22, 15});
  CHECK(numbers_of(base) == std::vector<double>{1, 2});
}

TEST_CASE("a float32 point is evaluated at its rounded coordinates") {
  FunctionObjective objective(1, [](auto x) { return x[0]; });
  const Point base = point_of({0.1}, DType::float32);
  const Probe probe{&base, {}, nullptr, {}};
  double value = 0;
  objective.evaluate({&probe, 1}, {&value, 1}, {});
  CHECK(value == double{0.1f});
}

TEST_CASE("points may change their dtype from one evaluation to the next") {
  FunctionObjective objective(1, [](auto x) { return x[0]; });
  for (const DType dtype : {DType::float64, DType::float32, DType::float64}) {
    const Point base = point_of({0.5}, dtype);
    const Probe probe{&base, {}, nullptr, {}};
    double value = 0;
    objective.evaluate({&probe, 1}, {&value, 1}, {});
    CHECK(value == 0.5);
  }
}

TEST_CASE("a point of another dimension is refused") {
  FunctionObjective objective(2, sum_of_squares);
  double value = 0;
  const auto evaluate = [&](const Point& base) {
    const Probe probe{&base, {}, nullptr, {}};
    objective.evaluate({&probe, 1}, {&value, 1}, {});
  };
  CHECK_THROWS_WITH(evaluate(point_of({1, 2, 3})), "function takes a point of one tensor of 2 numbers, got 1 of 3");
  CHECK_THROWS_AS(evaluate(point_of_sizes({1, 1})), Error);
}

TEST_CASE("each value is told once, by one thread at a time, whoever evaluates it", "[threads]") {
  const int workers = GENERATE(1, 3);
  class Squares final : public VectorObjective {
   public:
    std::string name() const override { return "squares"; }
    std::size_t dim() const override { return 1; }
    bool thread_safe() const override { return true; }
    double value(std::span<const double> x) override { return x[0] * x[0]; }
  } objective;
  objective.set_workers(workers);
  std::vector<Point> points;
  for (int i = 0; i < 200; ++i) points.push_back(point_of({i / 7.0}));
  std::vector<Probe> probes;
  for (const Point& point : points) probes.push_back({&point, {}, nullptr, {}});
  std::vector<double> values(probes.size()), told(probes.size());
  std::vector<int> times(probes.size());
  objective.evaluate_each(probes, values, {}, [&](std::size_t first, std::span<const double> finished) {
    for (std::size_t i = 0; i < finished.size(); ++i) told[first + i] = finished[i], ++times[first + i];
  });
  CHECK(told == values);
  CHECK(times == std::vector<int>(200, 1));
}

TEST_CASE("a point is assessed by its value unless the objective knows better") {
  FunctionObjective objective(2, [](auto x) { return x[0] - x[1]; });
  const auto figures = objective.assess(point_of({5, 3}), {});
  REQUIRE(figures.size() == 1);
  CHECK(figures[0].name == "value");
  CHECK(figures[0].value == 2);
}

TEST_CASE("an interrupt comes between evaluations") {
  std::atomic<bool> flag{false};
  int calls = 0;
  FunctionObjective objective(1, [&](auto) { return flag = ++calls == 2, 1.0; });
  const Point base = point_of({0});
  const std::vector<Probe> probes(5, {&base, {}, nullptr, {}});
  std::vector<double> values(5);
  try {
    objective.evaluate(probes, values, StopToken(flag));
    FAIL("was not interrupted");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::interrupted);
  }
  CHECK(calls == 2);
}
