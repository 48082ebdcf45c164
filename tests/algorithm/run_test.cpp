#include "runtime/algorithm/run.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <limits>

#include "runtime/perturbation/axis.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
const Axes axes;

/// Asks `batch` points a step, x + 1, x + 2, … along the first axis, and moves x by `batch`. Ends or throws after
/// `last` steps.
class Walker final : public Optimizer {
 public:
  struct Plan {
    int batch = 1;
    std::int64_t last = 1000;
    bool throws = false;
  };
  explicit Walker(Plan plan) : plan_(plan) {}

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    for (std::int64_t step = 0; step < plan_.last; ++step) {
      for (int i = 1; i <= plan_.batch; ++i) exchange.ask(problem.x, {{static_cast<double>(i), axes.unit(0)}});
      co_await exchange.values();
      const Term move{static_cast<double>(plan_.batch), axes.unit(0)};
      add_terms(problem.x, {&move, 1}, 1);
      exchange.finish_step();
    }
    if (plan_.throws) throw Error(ErrorKind::option, "the walker fell");
    co_return "walked enough";
  }

 private:
  Plan plan_;
};

struct Clock {
  double now = 100;
};

/// A run from 0 under a clock that the test moves.
std::unique_ptr<Run> walk(Walker::Plan plan, const Run::Settings& settings, const Clock& clock) {
  return std::make_unique<Run>(std::make_shared<Walker>(plan), point_of({0, 0}), settings,
                               [&clock] { return clock.now; });
}

/// Tells f(first coordinate) until the run is done or `requests` were answered.
void answer(Run& run, const std::function<double(double)>& f, int requests = 1 << 20) {
  while (!run.done() && requests-- > 0) {
    std::vector<double> values;
    for (const Probe& probe : run.ask()) values.push_back(f(point_of_probe(probe)[0]));
    run.tell(values);
  }
}

const auto identity = [](double x) { return x; };
const auto negative = [](double x) { return -x; };

Run::Settings budget_of(std::int64_t budget) {
  Run::Settings settings;
  settings.budget = budget;
  return settings;
}

std::vector<std::pair<std::int64_t, double>> history_of(const Run& run) {
  std::vector<std::pair<std::int64_t, double>> history;
  for (const Improvement& improvement : run.result().history)
    history.emplace_back(improvement.evaluations, improvement.value);
  return history;
}

const Clock still;

}  // namespace

TEST_CASE("a budget is spent exactly, or left by less than a request") {
  for (const int batch : {1, 3, 7})
    for (const std::int64_t budget : {1, 2, 6, 7, 20, 21}) {
      const auto run = walk({.batch = batch}, budget_of(budget), still);
      answer(*run, negative);
      CHECK(run->result().evaluations == budget / batch * batch);
      CHECK(run->result().steps == budget / batch);
      CHECK(run->result().reason == "budget");
    }
}

TEST_CASE("a budget that holds no request at all ends before any evaluation") {
  const auto run = walk({.batch = 3}, budget_of(2), still);
  CHECK(run->done());
  CHECK(run->ask().empty());
  CHECK(run->result().evaluations == 0);
  CHECK(std::isnan(run->result().value));
  CHECK(numbers_of(run->result().x) == std::vector<double>{0, 0});
}

TEST_CASE("a run without a budget goes on until something else ends it") {
  const auto run = walk({.batch = 2, .last = 3000}, {}, still);
  answer(*run, identity);
  CHECK(run->result().evaluations == 6000);
  CHECK(run->result().reason == "walked enough");
}

TEST_CASE("steps end a run exactly") {
  Run::Settings settings = budget_of(1000);
  settings.steps = 5;
  const auto run = walk({.batch = 3}, settings, still);
  answer(*run, identity);
  CHECK(run->result().steps == 5);
  CHECK(run->result().evaluations == 15);
  CHECK(run->result().reason == "steps");
}

TEST_CASE("a target ends a run at the first value as good, also when that value is the target") {
  Run::Settings settings = budget_of(1000);
  settings.target = -4;
  const auto run = walk({.batch = 1}, settings, still);
  answer(*run, negative);
  CHECK(run->result().evaluations == 4);
  CHECK(run->result().value == -4);
  CHECK(run->result().reason == "target");
}

TEST_CASE("time ends a run after the request in which it has passed") {
  Run::Settings settings = budget_of(1000);
  settings.seconds = 2;
  Clock clock;
  const auto run = walk({.batch = 2}, settings, clock);
  answer(*run, identity, 3);
  CHECK_FALSE(run->done());
  clock.now += 1.5;
  answer(*run, identity, 1);
  CHECK_FALSE(run->done());
  clock.now += 0.5;
  answer(*run, identity, 1);
  CHECK(run->done());
  CHECK(run->result().reason == "seconds");
  CHECK(run->result().evaluations == 10);
  CHECK(run->result().seconds == 2);
}

TEST_CASE("stop ends a run once, and its reason stays") {
  const auto run = walk({}, budget_of(10), still);
  answer(*run, identity, 2);
  run->stop("enough");
  run->stop("again");
  CHECK(run->done());
  CHECK(run->ask().empty());
  CHECK(run->result().reason == "enough");
  CHECK(run->result().evaluations == 2);

  const auto unnamed = walk({}, budget_of(10), still);
  unnamed->stop("");
  CHECK(unnamed->result().reason == "stopped");
}

TEST_CASE("the points asked for stay the same until they are told, and wrong counts change nothing") {
  const auto run = walk({.batch = 2}, budget_of(10), still);
  CHECK(point_of_probe(run->ask()[1]) == point_of_probe(run->ask()[1]));
  CHECK_THROWS_WITH(run->tell(std::vector<double>{1, 2, 3}), "values told: 3, points asked for: 2");
  CHECK_THROWS_WITH(run->tell({}), "values told: 0, points asked for: 2");
  CHECK(run->result().evaluations == 0);
  CHECK(point_of_probe(run->ask()[0]) == std::vector<double>{1, 0});
}

TEST_CASE("telling a run that is over is refused") {
  const auto run = walk({}, budget_of(1), still);
  answer(*run, identity);
  CHECK_THROWS_WITH(run->tell({}), "the run is over (reason: budget); there is nothing to tell");
  CHECK_THROWS_AS(run->tell(std::vector<double>{1}), Error);
  CHECK(run->result().evaluations == 1);
}

TEST_CASE("the best point is the one evaluated, and a history lists every improvement in the order of evaluation") {
  const auto run = walk({.batch = 3}, budget_of(6), still);
  run->tell(std::vector<double>{5, 4, 6});
  CHECK(numbers_of(run->result().x) == std::vector<double>{2, 0});
  run->tell(std::vector<double>{4, 3, 1});
  CHECK(numbers_of(run->result().x) == std::vector<double>{6, 0});
  CHECK(run->result().value == 1);
  CHECK(history_of(*run) == std::vector<std::pair<std::int64_t, double>>{{1, 5}, {2, 4}, {5, 3}, {6, 1}});
  CHECK(numbers_of(run->iterate()) == std::vector<double>{6, 0});
}

TEST_CASE("maximizing reports the user's own values") {
  Run::Settings settings = budget_of(1000);
  settings.maximize = true;
  settings.target = 4;
  const auto run = walk({.batch = 1}, settings, still);
  answer(*run, identity);
  CHECK(run->result().value == 4);
  CHECK(run->result().reason == "target");
  CHECK(history_of(*run) == std::vector<std::pair<std::int64_t, double>>{{1, 1}, {2, 2}, {3, 3}, {4, 4}});
}

TEST_CASE("maximizing never meets a target it has not seen, and 0 is not negative") {
  Run::Settings settings = budget_of(3);
  settings.maximize = true;
  settings.target = -infinity;
  const auto run = walk({.batch = 1}, settings, still);
  run->tell({&nan_value, 1});
  CHECK_FALSE(run->done());
  const double zero = 0;
  run->tell({&zero, 1});
  CHECK(run->done());
  CHECK_FALSE(std::signbit(run->result().value));
}

TEST_CASE("values that are no numbers are counted, and never the best") {
  for (const bool maximize : {false, true}) {
    Run::Settings settings = budget_of(6);
    settings.maximize = maximize;
    const auto run = walk({.batch = 3}, settings, still);
    run->tell(std::vector<double>{nan_value, infinity, -infinity});
    CHECK(std::isnan(run->result().value));
    CHECK(run->result().history.empty());
    CHECK(numbers_of(run->result().x) == std::vector<double>{0, 0});
    run->tell(std::vector<double>{-infinity, 7, infinity});
    CHECK(run->result().value == 7);
    CHECK(numbers_of(run->result().x) == std::vector<double>{5, 0});
    CHECK(run->result().failures == 5);
    CHECK(run->result().evaluations == 6);
    CHECK(history_of(*run) == std::vector<std::pair<std::int64_t, double>>{{5, 7}});
  }
}

TEST_CASE("what an optimizer throws comes through tell and ends the run with what was found") {
  const auto run = walk({.last = 2, .throws = true}, budget_of(10), still);
  answer(*run, negative, 1);
  CHECK_THROWS_WITH(answer(*run, negative), "the walker fell");
  CHECK(run->done());
  CHECK(run->result().reason == "error: the walker fell");
  CHECK(run->result().value == -2);
  CHECK(run->result().evaluations == 2);
  CHECK(run->ask().empty());
  CHECK_THROWS_AS(run->tell({}), Error);
}

TEST_CASE("an optimizer that throws before its first request leaves no run") {
  CHECK_THROWS_WITH(walk({.last = 0, .throws = true}, budget_of(10), still), "the walker fell");
}

TEST_CASE("the start point is the run's own copy, moved into the bounds") {
  Run::Settings settings = budget_of(10);
  settings.bounds = {{-1}, {0.5, 9}};
  const Point x0 = point_of({3, -7});
  const Run run(std::make_shared<Walker>(Walker::Plan{}), x0, settings, [] { return 0.0; });
  CHECK(numbers_of(run.iterate()) == std::vector<double>{0.5, -1});
  CHECK(numbers_of(x0) == std::vector<double>{3, -7});
  CHECK(point_of_probe(run.ask()[0]) == std::vector<double>{0.5, -1});
}

TEST_CASE("bounds that do not fit the start point are refused") {
  Run::Settings settings = budget_of(10);
  settings.bounds = {{0, 0, 0}, {}};
  CHECK_THROWS_AS(walk({}, settings, still), Error);
  settings.bounds = {{1}, {0}};
  CHECK_THROWS_AS(walk({}, settings, still), Error);
}

TEST_CASE("minimize answers a run's probes and calls back between steps") {
  const auto run = walk({.batch = 2}, budget_of(100), still);
  FunctionObjective objective(2, [](auto x) { return -x[0]; });
  std::vector<std::int64_t> seen;
  minimize(*run, objective, {}, [&](const Run& r) {
    seen.push_back(r.result().evaluations);
    return r.result().steps == 3;
  });
  CHECK(seen == std::vector<std::int64_t>{2, 4, 6});
  CHECK(run->result().reason == "callback");
  CHECK(run->result().value == -6);
}

TEST_CASE("an interrupted run stands where it was after the last request, and can go on") {
  const auto run = walk({.batch = 4}, budget_of(12), still);
  std::atomic<bool> flag{false};
  int calls = 0;
  FunctionObjective objective(2, [&](auto x) {
    if (++calls == 6) flag = true;
    return -x[0];
  });
  CHECK_THROWS_AS(minimize(*run, objective, StopToken(flag)), Error);
  CHECK(run->result().evaluations == 4);
  CHECK_FALSE(run->done());
  CHECK(point_of_probe(run->ask()[0]) == std::vector<double>{5, 0});
  flag = false;
  minimize(*run, objective, StopToken(flag));
  CHECK(run->result().evaluations == 12);
  CHECK(run->result().value == -12);
}

TEST_CASE("a problem plans as many steps as its budget and its steps allow") {
  Point x;
  const Bounds bounds;
  const auto planned = [&](std::int64_t budget, std::int64_t steps, std::int64_t cost) {
    return Problem{x, bounds, 0, 0, budget, steps}.planned_steps(cost);
  };
  CHECK(planned(100, 0, 16) == 6);
  CHECK(planned(100, 5, 16) == 5);
  CHECK(planned(100, 50, 16) == 6);
  CHECK(planned(0, 50, 16) == 50);
  CHECK(planned(0, 0, 16) == 0);
  CHECK(planned(10, 0, 0) == 10);
}
