#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/contract/entries.hpp"
#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;

namespace {

using Vector = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Every optimizer, and zeroth_order with every estimator and every update.
std::vector<contract::Variant> every_optimizer() {
  auto all = contract::variants("optimizer");
  const auto* zeroth_order = catalog::find("optimizer", "zeroth_order");
  const auto with = [&](const char* kind, const std::vector<contract::Variant>& variants) {
    for (const auto& variant : variants)
      all.push_back({zeroth_order, {{kind, part(kind, variant.descriptor->name.c_str(), variant.values)}}});
  };
  with("estimator", contract::variants("estimator"));
  with("update", contract::rated_updates());
  return all;
}

bool is_one_of(const contract::Variant& optimizer, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(), [&](const char* name) { return optimizer.descriptor->name == name; });
}

/// Whether it draws random numbers.
bool is_random(const contract::Variant& optimizer) {
  return !is_one_of(optimizer, {"nelder_mead", "cobyla", "bobyqa", "newuoa", "direct"}) &&
         optimizer.to_string().find("estimator.coordinate()") == std::string::npos &&
         optimizer.to_string().find("estimator.coordinate {") == std::string::npos;
}

std::size_t least_dimension(const contract::Variant& optimizer) {
  return is_one_of(optimizer, {"bobyqa", "newuoa"}) ? 2 : 1;
}

/// The settings, with bounds where there are none and the optimizer needs some.
Run::Settings in_a_box(const contract::Variant& optimizer, Run::Settings settings) {
  if (settings.bounds.empty() && is_one_of(optimizer, {"direct", "crs2"})) settings.bounds = {{-7}, {8}};
  return settings;
}

std::unique_ptr<Run> start(const contract::Variant& optimizer, const Point& x0, const Run::Settings& settings) {
  return start_run(optimizer.make<Optimizer>(), x0, in_a_box(optimizer, settings));
}

double bowl(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += static_cast<double>(i + 1) * (x[i] - 0.25) * (x[i] - 0.25);
  return sum;
}

/// Everything that can be seen of a run: the points asked for, and where it ended.
struct Seen {
  std::vector<Vector> points;
  Result result;
  Vector last;

  void check_equal(const Seen& other) const {
    CHECK(points == other.points);
    CHECK(last == other.last);
    CHECK(result.value == other.result.value);
    CHECK(result.evaluations == other.result.evaluations);
    CHECK(result.reason == other.result.reason);
    CHECK(result.steps == other.result.steps);
  }
};

Seen watch(const contract::Variant& optimizer, const Vector& x0, const Function& f, const Run::Settings& settings) {
  const auto run = start(optimizer, point_of(x0), settings);
  Seen seen;
  while (!run->done()) {
    Vector values;
    for (const Probe& probe : run->ask()) {
      seen.points.push_back(point_of_probe(probe));
      values.push_back(f(seen.points.back()));
    }
    run->tell(values);
  }
  seen.result = run->result();
  seen.last = numbers_of(run->iterate());
  return seen;
}

}  // namespace

TEST_CASE("the same seed gives the same run, another seed another") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    const Seen first = watch(optimizer, {1, 2, 3}, bowl, settings_of(150, 7));
    first.check_equal(watch(optimizer, {1, 2, 3}, bowl, settings_of(150, 7)));
    const bool random = is_random(optimizer);
    if (random) CHECK(watch(optimizer, {1, 2, 3}, bowl, settings_of(150, 8)).points != first.points);
    Run::Settings other_stream = settings_of(150, 7);
    other_stream.stream = 1;
    if (random) CHECK(watch(optimizer, {1, 2, 3}, bowl, other_stream).points != first.points);
  }
}

TEST_CASE("no optimizer asks for more than its budget, and what is left would not hold its next request") {
  for (const auto& optimizer : every_optimizer())
    for (const std::int64_t budget : {1, 2, 3, 10, 17, 100, 101}) {
      INFO(optimizer.to_string() << " with " << budget);
      const Seen seen = watch(optimizer, {1, 2, 3}, bowl, settings_of(budget));
      CHECK(static_cast<std::int64_t>(seen.points.size()) == seen.result.evaluations);
      CHECK(seen.result.evaluations <= budget);
      if (seen.result.reason == "budget")
        CHECK(budget - seen.result.evaluations < 18);
      else  // models and simplexes have found the bottom of the bowl
        CHECK((is_one_of(optimizer, {"nelder_mead", "cobyla", "bobyqa", "newuoa"}) && seen.result.value < 1e-12));
    }
}

TEST_CASE("every optimizer gets better from where it began, in one dimension and in twenty") {
  for (const auto& optimizer : every_optimizer())
    for (const std::size_t d : {least_dimension(optimizer), std::size_t{20}}) {
      INFO(optimizer.to_string() << " in dimension " << d);
      const Vector x0(d, 2.0);
      CHECK(watch(optimizer, x0, bowl, settings_of(2000)).result.value < bowl(x0));
    }
}

TEST_CASE("no optimizer leaves the bounds, not even from a corner") {
  Run::Settings settings = settings_of(300);
  settings.bounds = {{-0.5, 0, 1}, {0.5, 0.01, 4}};
  for (const auto& optimizer : every_optimizer())
    for (const Vector& x0 : {Vector{0, 0.005, 2}, Vector{0.5, 0, 4}, Vector{99, -99, 99}}) {
      INFO(optimizer.to_string());
      const Seen seen = watch(optimizer, x0, bowl, settings);
      const auto inside = [&](const Vector& x) {
        bool all = true;
        for (std::size_t i = 0; i < 3; ++i)
          all = all && x[i] >= settings.bounds.lower[i] && x[i] <= settings.bounds.upper[i];
        return all;
      };
      CHECK(std::all_of(seen.points.begin(), seen.points.end(), inside));
      CHECK(inside(seen.last));
    }
}

TEST_CASE("evaluating a batch at once or one by one is the same") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    FunctionObjective objective(3, bowl);
    const auto together = start(optimizer, point_of({1, 2, 3}), settings_of(150));
    minimize(*together, objective, {});
    const auto apart = start(optimizer, point_of({1, 2, 3}), settings_of(150));
    while (!apart->done()) {
      Vector values(apart->ask().size());
      for (std::size_t i = values.size(); i-- > 0;) objective.evaluate(apart->ask().subspan(i, 1), {&values[i], 1}, {});
      apart->tell(values);
    }
    CHECK(numbers_of(together->iterate()) == numbers_of(apart->iterate()));
    CHECK(together->result().value == apart->result().value);
    CHECK(numbers_of(together->result().x) == numbers_of(apart->result().x));
  }
}

TEST_CASE("an interrupt loses no finished request, and the run ends as if nothing had happened") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    std::atomic<bool> flag{false};
    int calls = 0;
    FunctionObjective objective(3, [&](auto x) {
      if (++calls % 29 == 0) flag = true;
      return bowl(x);
    });
    const auto run = start(optimizer, point_of({1, 2, 3}), settings_of(150));
    int interrupts = 0;
    while (!run->done()) {
      try {
        minimize(*run, objective, StopToken(flag));
      } catch (const Error& error) {
        REQUIRE(error.kind() == ErrorKind::interrupted);
        ++interrupts;
        flag = false;
      }
    }
    const Seen seen = watch(optimizer, {1, 2, 3}, bowl, settings_of(150));
    if (seen.result.evaluations >= 29) CHECK(interrupts > 0);
    CHECK(run->result().evaluations == seen.result.evaluations);
    CHECK(numbers_of(run->iterate()) == seen.last);
  }
}

TEST_CASE("maximizing the negative is minimizing, with the signs of its own values") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    Run::Settings settings = settings_of(100);
    const Seen down = watch(optimizer, {1, 2, 3}, bowl, settings);
    settings.maximize = true;
    const Seen up = watch(
        optimizer, {1, 2, 3}, [](auto x) { return -bowl(x); }, settings);
    CHECK(down.points == up.points);
    CHECK(down.result.value == -up.result.value);
    REQUIRE(down.result.history.size() == up.result.history.size());
    for (std::size_t i = 0; i < down.result.history.size(); ++i)
      CHECK(down.result.history[i].value == -up.result.history[i].value);
  }
}

TEST_CASE("failed evaluations anywhere are counted, never the best, and end nothing that can go on") {
  for (const auto& optimizer : every_optimizer())
    for (const double failure : {std::nan(""), infinity, -infinity}) {
      INFO(optimizer.to_string() << " failing with " << failure);
      Run::Settings settings = settings_of(300);
      settings.maximize = failure > 0;
      std::int64_t failures = 0, calls = 0;
      double best = infinity;
      const auto f = [&](std::span<const double> x) {
        if (++calls % 4 == 1) return ++failures, failure;
        best = std::min(best, bowl(x));
        return settings.maximize ? -bowl(x) : bowl(x);
      };
      const Seen seen = watch(optimizer, {1, 2, 3}, f, settings);
      CHECK(seen.result.failures == failures);
      CHECK(seen.result.value == (settings.maximize ? -best : best));
      CHECK(bowl(numbers_of(seen.result.x)) == best);
      for (const double number : seen.last) CHECK(std::isfinite(number));
    }
}

TEST_CASE("an objective that always fails ends every run, without a value and at the start point") {
  for (const auto& optimizer : every_optimizer())
    for (const double failure : {std::nan(""), infinity, -infinity}) {
      INFO(optimizer.to_string());
      const Seen seen = watch(
          optimizer, {1, 2}, [&](auto) { return failure; }, settings_of(500));
      CHECK(std::isnan(seen.result.value));
      CHECK(seen.result.failures == seen.result.evaluations);
      CHECK(seen.result.history.empty());
      CHECK(numbers_of(seen.result.x) == Vector{1, 2});
    }
}

TEST_CASE("float32 points stay float32, and within the bounds") {
  for (const auto& optimizer : every_optimizer()) {
    INFO(optimizer.to_string());
    Run::Settings settings = settings_of(100);
    settings.bounds = {{-1}, {1}};
    const auto run = start(optimizer, point_of({1, -1, 0.5}, DType::float32), settings);
    FunctionObjective objective(3, bowl);
    minimize(*run, objective, {});
    CHECK(run->iterate().tensors[0].dtype() == DType::float32);
    CHECK(run->result().x.tensors[0].dtype() == DType::float32);
    for (const double number : numbers_of(run->iterate())) CHECK(std::abs(number) <= 1);
  }
}

TEST_CASE("every estimator goes with every perturbation that it does not refuse, over several steps") {
  int refused = 0, gone = 0;
  for (const catalog::Descriptor& estimator : catalog::entries()) {
    if (estimator.kind != "estimator" || !estimator.option("perturbation")) continue;
    for (const auto& perturbation : contract::variants("perturbation")) {
      INFO(estimator.name << " with " << perturbation.to_string());
      const catalog::Values with{
          {"perturbation", part("perturbation", perturbation.descriptor->name.c_str(), perturbation.values)}};
      const contract::Variant optimizer{catalog::find("optimizer", "zeroth_order"),
                                        {{"estimator", part("estimator", estimator.name.c_str(), with)},
                                         {"update", part("update", "sgd", {{"lr", 1e-5}})}}};
      std::shared_ptr<Optimizer> made;
      try {
        made = optimizer.make<Optimizer>();
      } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::option);
        ++refused;
        continue;
      }
      const Outcome outcome = optimize(made, {1, 2, 3}, bowl, settings_of(200));
      CHECK(outcome.result.reason == "budget");
      CHECK(outcome.result.steps > 3);
      for (const double number : outcome.last) CHECK(std::isfinite(number));
      ++gone;
    }
  }
  CHECK(refused > 0);
  CHECK(gone > 50);
}
