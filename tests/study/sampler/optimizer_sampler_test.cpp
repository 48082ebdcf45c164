#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/study/sampler/versus_random.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

bool is_point(const Trial& trial) { return trial.source.find('.') != std::string::npos; }

std::string point_of(const Trial& trial) { return trial.source.substr(0, trial.source.find(" from")); }

double x_of(const Trial& trial) { return std::get<double>(trial.parameter("x")->value); }

}  // namespace

TEST_CASE("CMA-ES in a study beats random search on bowls, mixed spaces and conditions") {
  CHECK(wins_against_random("cmaes", {}, sphere, 100) >= 24);
  CHECK(wins_against_random("cmaes", {}, mixed_bowl, 120) >= 24);
  CHECK(wins_against_random("cmaes", {}, conditional, 120) >= 24);
}

TEST_CASE("zeroth-order steps in a study go down a bowl of floats, which random search does not") {
  CHECK(wins_against_random("zeroth_order", {}, sphere, 120) >= 24);
  CHECK(wins_against_random("optimizer", {}, sphere, 120) >= 24);
}

TEST_CASE("a study's optimizer begins where trial 0 is and does not evaluate that again") {
  Trying study("cmaes", 1);
  study.defaults = {{"x", 0.9}, {"y", 0.1}};
  study.run([](auto& t) { return std::pow(t.real("x", 0, 1) - 0.5, 2) + std::pow(t.real("y", 0, 1) - 0.5, 2); }, 7);
  CHECK(study.history.trials()[1].source == "cmaes 0.1 from 0, 2 coordinates");
  CHECK(study.history.trials()[2].source == "cmaes 0.2");
  CHECK(study.history.trials()[6].source == "cmaes 0.6");
  double mean = 0;
  for (std::size_t n = 1; n < 7; ++n) mean += x_of(study.history.trials()[n]) / 6;
  CHECK(mean > 0.5);  // folded at 1
}

TEST_CASE("without a default configuration an optimizer begins in the middle") {
  Trying study("cmaes", 1);
  study.run([](auto& t) { return t.real("x", 0, 8, false) + static_cast<double>(t.integer("n", 1, 9)); });
  CHECK(x_of(study.history.trials()[0]) == 4);
  CHECK(std::get<std::int64_t>(study.history.trials()[0].parameter("n")->value) == 5);
}

TEST_CASE("workers fill a generation together: no point is tried twice, and nobody waits") {
  for (const char* name : {"cmaes", "zeroth_order", "optimizer"}) {
    INFO(name);
    Trying study(name, 1);
    study.run(mixed_bowl, 120, 16);
    std::set<std::string> points;
    int count = 0, beside = 0;
    for (const Trial& trial : study.history.trials()) {
      if (is_point(trial)) points.insert(point_of(trial));
      count += is_point(trial) ? 1 : 0;
      beside += trial.source.ends_with(" beside") ? 1 : 0;
    }
    CHECK(points.size() == static_cast<std::size_t>(count));
    CHECK(beside > 10);
    CHECK(count > 5);
  }
}

TEST_CASE("workers that do not see yet what others were given take other points") {
  Trying study("cmaes", 1);
  study.run(sphere, 20);
  std::set<std::string> sources;
  for (int i = 0; i < 3; ++i) {
    Trial unseen;  // claimed, and nothing more is known
    unseen.number = static_cast<std::int64_t>(study.history.trials().size());
    unseen.state = State::running;
    const auto fresh = catalog::make<Sampler>("cmaes");
    study.history.update(unseen);
    sources.insert(fresh->propose({study.history, unseen.number, 0}).source);
  }
  CHECK(sources.size() == 3);
}

TEST_CASE("CMA-ES does not stall on ints: they go on moving when the floats need finer steps") {
  const auto objective = [](Trying::Asking& t) {
    const auto n = static_cast<double>(t.integer("n", 1, 20)), m = static_cast<double>(t.integer("m", 0, 50));
    double floats = 0;
    for (int i = 0; i < 3; ++i) floats += std::pow(t.real("x" + std::to_string(i), -1, 1) - 0.4, 2);
    return 100 * floats + (std::abs(n - 13) + std::abs(m - 7)) / 1000;
  };
  const auto arrivals = [&](const std::string& name, const catalog::Values& options) {
    int arrived = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Trying study(name, seed, options);
      study.defaults = {{"n", std::int64_t{1}}, {"m", std::int64_t{40}}};
      study.run(objective, 1000);
      const Trial& best = *study.history.best();
      arrived +=
          best.parameter("n")->value == Value(std::int64_t{13}) && best.parameter("m")->value == Value(std::int64_t{7})
              ? 1
              : 0;
    }
    return arrived;
  };
  const int with_floor = arrivals("cmaes", {{"restarts", std::string("none")}});
  const auto plain = catalog::recipe("optimizer", "cmaes", {{"sigma", 0.3}});
  const int without = arrivals("optimizer", {{"optimizer", catalog::Recipes{plain}}});
  INFO(with_floor << " of 20, without the floor " << without);
  CHECK(with_floor >= 19);
  CHECK(without < with_floor);
}

TEST_CASE("an optimizer begins another run when trials ask for further parameters, and when it has ended") {
  Trying growing("cmaes", 1);
  int n = 0;
  growing.run([&](auto& t) { return std::pow(t.real("x", 0, 1) - 0.3, 2) + (++n > 10 ? t.real("late", 0, 1) : 1); },
              25);
  CHECK(growing.history.trials()[5].source.starts_with("cmaes 0."));
  CHECK(growing.history.trials()[24].source.starts_with("cmaes 1."));

  Trying ending("cmaes", 1, {{"restarts", std::string("none")}});
  ending.run(
      [](auto& t) {
        t.real("x", 0, 1);
        return 1.0;
      },
      300);
  CHECK(ending.history.trials().back().source != ending.history.trials()[1].source);
  CHECK(std::any_of(ending.history.trials().begin(), ending.history.trials().end(),
                    [](const Trial& trial) { return trial.source.starts_with("cmaes 1."); }));
}

TEST_CASE("the points of one estimate have the same choices") {
  Trying study("zeroth_order", 2);
  study.run(mixed_bowl, 60);
  int pairs = 0;
  for (std::size_t n = 1; n + 1 < 60; ++n) {
    const Trial &a = study.history.trials()[n], &b = study.history.trials()[n + 1];
    if (!is_point(a) || !is_point(b)) continue;
    const auto number = [](const Trial& t) { return std::stoll(point_of(t).substr(point_of(t).find('.') + 1)); };
    if (number(a) % 2 != 0 || number(b) != number(a) + 1) continue;
    ++pairs;
    CHECK(a.parameter("kind")->value == b.parameter("kind")->value);
  }
  CHECK(pairs > 10);
}

TEST_CASE("failed trials are failed evaluations: CMA-ES goes where there are values") {
  Trying study("cmaes", 3);
  study.run(
      [](auto& t) {
        const double x = t.real("x", 0, 1), y = t.real("y", 0, 1);
        return x + y < 0.8 ? NAN : x * x + y * y;
      },
      150);
  CHECK(study.best() < 0.34);
  int failed = 0;
  for (std::size_t n = 100; n < 150; ++n) failed += study.history.trials()[n].state == State::failed ? 1 : 0;
  CHECK(failed < 40);
}
