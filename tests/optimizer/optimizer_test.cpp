#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::Values;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Vector = std::vector<double>;

double rosenbrock(std::span<const double> x) { return 100 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2); }

std::shared_ptr<Optimizer> zeroth_order(const char* update, Values values = {}) {
  return make<Optimizer>("zeroth_order", {{"update", part("update", update, std::move(values))}});
}

}  // namespace

TEST_CASE("optimizers find a bowl's bottom") {
  const Vector x0(10, 1.0);
  const auto best = [&](const std::shared_ptr<Optimizer>& optimizer) {
    return optimize(optimizer, x0, sum_of_squares, settings_of(4000)).result.value;
  };
  CHECK(best(make<Optimizer>("one_plus_one")) < 1e-15);
  CHECK(best(make<Optimizer>("random_search", {{"sigma", 0.1}})) < 0.1);
  CHECK(best(zeroth_order("sgd", {{"lr", 0.02}})) < 1e-6);
  CHECK(best(zeroth_order("momentum", {{"lr", 0.002}})) < 1e-3);
  CHECK(best(zeroth_order("sign", {{"lr", 0.005}})) < 0.05);
  CHECK(best(zeroth_order("adam", {{"lr", 0.02}})) < 0.05);
  CHECK(best(zeroth_order("nesterov", {{"lr", 0.002}})) < 1e-3);
  CHECK(best(zeroth_order("adamm", {{"lr", 0.02}})) < 0.05);
  CHECK(best(zeroth_order("spsa", {{"step", 0.1}})) < 1e-3);
  CHECK(best(zeroth_order("conservative", {{"lr", 0.04}})) < 1e-3);
}

TEST_CASE("(1+1) follows Rosenbrock's valley") {
  const auto optimizer = make<Optimizer>("one_plus_one");
  CHECK(optimize(optimizer, {-1, 1}, rosenbrock, settings_of(20000)).result.value < 1e-8);
}

TEST_CASE("a step is kept by random search if it is better, and by (1+1) if it is not worse") {
  const auto flat = [](auto) { return 3.0; };
  const Vector x0{1, 2};
  CHECK(optimize(make<Optimizer>("random_search"), x0, flat, settings_of(50)).last == x0);
  CHECK(optimize(make<Optimizer>("one_plus_one"), x0, flat, settings_of(50)).last != x0);
}

TEST_CASE("(1+1) keeps its coordinates finite on a plateau") {
  for (const DType dtype : {DType::float64, DType::float32}) {
    const auto run = start_run(make<Optimizer>("one_plus_one"), point_of({1, 2}, dtype), settings_of(5000));
    while (!run->done()) {
      const double value = 0;
      run->tell({&value, 1});
    }
    for (const double number : numbers_of(run->iterate())) CHECK(std::isfinite(number));
  }
}

TEST_CASE("a start that fails is left at the first finite value") {
  for (const double failure : {std::nan(""), infinity, -infinity})
    for (const char* name : {"one_plus_one", "random_search"}) {
      int calls = 0;
      const auto f = [&](std::span<const double> x) { return ++calls <= 3 ? failure : sum_of_squares(x); };
      const Outcome outcome = optimize(make<Optimizer>(name), {1, 2}, f, settings_of(200));
      CHECK(outcome.result.failures == 3);
      CHECK(std::isfinite(outcome.result.value));
      CHECK(outcome.last != Vector{1, 2});
      CHECK(sum_of_squares(outcome.last) == outcome.result.value);
    }
}

TEST_CASE("a step that fails is not taken") {
  // Half of the space fails: points there are never the iterate.
  const auto f = [](std::span<const double> x) { return x[0] < 0 ? -infinity : sum_of_squares(x); };
  for (const char* name : {"one_plus_one", "random_search"}) {
    const Outcome outcome = optimize(make<Optimizer>(name, {{"sigma", 0.3}}), {1, 1}, f, settings_of(500));
    CHECK(outcome.last[0] >= 0);
    CHECK(outcome.result.failures > 0);
    CHECK(outcome.result.value < 0.5);
  }
}

TEST_CASE("ten steps in a row without a finite value end a zeroth-order run where it stood") {
  const auto f = [](auto) { return std::nan(""); };
  const auto optimizer =
      make<Optimizer>("zeroth_order", {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{3}}})}});
  const Outcome outcome = optimize(optimizer, {1, 2}, f, settings_of(1000));
  CHECK(outcome.result.reason == "no finite values in steps 1 to 10");
  CHECK(outcome.result.evaluations == 60);
  CHECK(outcome.result.failures == 60);
  CHECK(outcome.result.steps == 10);
  CHECK(outcome.last == Vector{1, 2});
  CHECK(std::isnan(outcome.result.value));
  CHECK(outcome.result.x.tensors[0].at(1) == 2);
}

TEST_CASE("a run whose values cease to be finite says from which step on, and keeps what it had") {
  int calls = 0;
  const auto f = [&](std::span<const double> x) { return ++calls > 14 ? std::nan("") : sum_of_squares(x); };
  const auto outcome = optimize(zeroth_order("sgd", {{"lr", 0.1}}), {1, 2}, f, settings_of(1000));
  CHECK(outcome.result.reason == "no finite values in steps 8 to 17");
  calls = 0;
  CHECK(outcome.last == optimize(zeroth_order("sgd", {{"lr", 0.1}}), {1, 2}, f, settings_of(14)).last);
}

TEST_CASE("nine steps without a finite value are skipped, and the tenth goes on") {
  int calls = 0;
  const auto f = [&](std::span<const double> x) { return ++calls <= 18 ? infinity : sum_of_squares(x); };
  const Outcome outcome = optimize(zeroth_order("sgd", {{"lr", 0.1}}), {1, 2}, f, settings_of(100));
  CHECK(outcome.result.reason == "budget");
  CHECK(outcome.result.steps == 50);
  CHECK(outcome.result.failures == 18);
  CHECK(outcome.result.value < 1);
}

TEST_CASE("(1+1) without any finite value says so when its step has shrunk away") {
  const Outcome outcome = optimize(
      make<Optimizer>("one_plus_one"), {1}, [](auto) { return infinity; }, settings_of(100000));
  CHECK(outcome.result.reason == "no finite values");
}

TEST_CASE("a constrained iterate never leaves its set, from the start point on") {
  const auto ball = part("constraint", "l2", {{"radius", 1.0}});
  const auto optimizer = make<Optimizer>("zeroth_order", {{"constraint", ball}});
  const auto run = start_run(optimizer, point_of({3, 4}), settings_of(400));
  CHECK(sum_of_squares(numbers_of(run->iterate())) == Approx(1));
  FunctionObjective objective(2, [](auto x) { return -x[0] - x[1]; });
  minimize(*run, objective, {}, [](const Run& r) {
    CHECK(sum_of_squares(numbers_of(r.iterate())) <= 1 + 1e-12);
    return false;
  });
  CHECK(numbers_of(run->iterate())[0] == Approx(std::sqrt(0.5)).margin(0.1));
}

TEST_CASE("several constraints are projections in their order, and bounds come last") {
  Recipes both = part("constraint", "box", {{"lower", -1.0}, {"upper", 1.0}});
  both.push_back(catalog::recipe("constraint", "linf", {{"radius", 0.25}, {"centre", Vector{2, 0}}}));
  Run::Settings settings = settings_of(100);
  settings.bounds = {{}, {1.5}};
  const auto run = start_run(make<Optimizer>("zeroth_order", {{"constraint", both}}), point_of({9, 9}), settings);
  CHECK(numbers_of(run->iterate()) == Vector{1.5, 0.25});
}

TEST_CASE("a conservative step is the best of three, costs three evaluations, and never makes matters worse") {
  const auto chain = [](Recipes parts) {
    return make<Optimizer>("zeroth_order", {{"update", part("update", "chain", {{"updates", std::move(parts)}})}});
  };
  const auto look = catalog::recipe("update", "conservative", {{"lr", 1.0}});
  Recipes box = part("constraint", "l2", {{"radius", 4.0}});
  for (const auto& optimizer :
       {zeroth_order("conservative", {{"lr", 0.4}}), chain({catalog::recipe("update", "adam", {{"lr", 0.3}}), look}),
        make<Optimizer>("zeroth_order",
                        {{"update", part("update", "conservative", {{"lr", 0.4}})}, {"constraint", box}})}) {
    const auto run = start_run(optimizer, point_of({2, 3, 1}), settings_of(300));
    FunctionObjective objective(3, sum_of_squares);
    double before = infinity;
    minimize(*run, objective, {}, [&](const Run& r) {
      CHECK(r.result().evaluations == 5 * r.result().steps);
      const double now = sum_of_squares(numbers_of(r.iterate()));
      CHECK(now <= before);
      before = now;
      return false;
    });
    CHECK(run->result().evaluations == 300);
    CHECK(before < 0.5);
  }
}

TEST_CASE("a conservative step goes the other way where that is better, and nowhere when all values fail") {
  // The estimate is made at x and x ± h v alone; beyond that the function falls the other way.
  const auto run = [](double near, double minus, double plus) {
    const auto optimizer = make<Optimizer>("zeroth_order", {{"update", part("update", "conservative", {{"lr", 1.0}})},
                                                            {"estimator", part("estimator", "coordinate")}});
    const auto started = start_run(optimizer, point_of({0}), settings_of(5));
    started->tell(std::vector<double>{1e-4, 0});  // a slope > 0
    const std::vector<double> asked = {point_of_probe(started->ask()[0])[0], point_of_probe(started->ask()[1])[0],
                                       point_of_probe(started->ask()[2])[0]};
    CHECK(asked[0] == 0);
    CHECK(asked[1] < 0);
    CHECK(asked[2] == -asked[1]);
    started->tell(std::vector<double>{near, minus, plus});
    const double last = numbers_of(started->iterate())[0];
    return last == asked[0] ? 0 : last == asked[1] ? -1 : last == asked[2] ? 1 : 9;
  };
  const double nan = std::nan("");
  CHECK(run(1, 0, 2) == -1);
  CHECK(run(1, 2, 0) == 1);
  CHECK(run(0, 2, 1) == 0);
  CHECK(run(1, 1, 1) == 0);
  CHECK(run(nan, nan, 5) == 1);
  CHECK(run(nan, 5, nan) == -1);
  CHECK(run(0, nan, -infinity) == 0);
  CHECK(run(nan, nan, nan) == 0);
}

TEST_CASE("adamm is refused with a constraint that does not project each coordinate by itself") {
  const auto make_with = [](const char* name, Values values, const char* update) {
    return make<Optimizer>("zeroth_order", {{"update", part("update", update)},
                                            {"constraint", part("constraint", name, std::move(values))}});
  };
  CHECK_NOTHROW(make_with("box", {{"lower", -1.0}, {"upper", 1.0}}, "adamm"));
  CHECK_NOTHROW(make_with("linf", {{"radius", 1.0}}, "adamm"));
  CHECK_NOTHROW(make_with("l2", {{"radius", 1.0}}, "adam"));
  CHECK_THROWS_WITH(
      make_with("l2", {{"radius", 1.0}}, "adamm"),
      "ng.update.adamm() projects in a norm that weighs the coordinates differently, which ng.constraint.l2 "
      "{ radius = 1 } cannot do; use ng.constraint.box or linf, or another update");
  const auto hidden = part("update", "chain", {{"updates", part("update", "adamm")}});
  CHECK_THROWS_AS(make<Optimizer>("zeroth_order", {{"update", hidden}, {"constraint", part("constraint", "simplex")}}),
                  Error);
}

TEST_CASE("a constraint that does not fit is refused before any evaluation") {
  const auto ball = part("constraint", "l2", {{"radius", 1.0}, {"centre", Vector{1, 2, 3}}});
  const auto optimizer = make<Optimizer>("zeroth_order", {{"constraint", ball}});
  CHECK_THROWS_AS(start_run(optimizer, point_of({3, 4}), settings_of(400)), Error);
}

TEST_CASE("a schedule falls over the run's own length") {
  const auto cosine = part("schedule", "cosine", {{"from", 1.0}, {"to", 0.0}});
  const auto rate_of_last_step = [&](Run::Settings settings, const char* estimator = "two_point") {
    const auto optimizer = make<Optimizer>("zeroth_order", {{"update", part("update", "sign", {{"lr", cosine}})},
                                                            {"estimator", part("estimator", estimator)}});
    const auto run = start_run(optimizer, point_of({1000}), settings);
    FunctionObjective objective(1, sum_of_squares);
    double before = 1000, step = 0;
    minimize(*run, objective, {}, [&](const Run& r) {
      step = before - numbers_of(r.iterate())[0];
      before -= step;
      return false;
    });
    return step;
  };
  Run::Settings by_steps;
  by_steps.steps = 100;
  CHECK(rate_of_last_step(settings_of(200)) == Approx(2.47e-4).epsilon(0.01));
  CHECK(rate_of_last_step(by_steps) == Approx(2.47e-4).epsilon(0.01));
  // residual: 2 evaluations first, then 1; svrg: 16, then nine times 4, ten times over less the last 4 steps.
  CHECK(std::abs(rate_of_last_step(settings_of(101), "residual")) == Approx(2.47e-4).epsilon(0.01));
  CHECK(std::abs(rate_of_last_step(settings_of(520), "svrg")) == Approx(2.47e-4).epsilon(0.01));
  CHECK(std::abs(rate_of_last_step(settings_of(10001), "residual")) < 1e-7);
  Run::Settings unknown;
  unknown.seconds = 1;
  CHECK_THROWS_WITH(rate_of_last_step(unknown), Catch::Contains("does not know how long the run is"));
}
