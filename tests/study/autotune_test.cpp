#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "runtime/random/uniform.hpp"
#include "runtime/study/sampler/gaussian_process/conditions.hpp"
#include "runtime/study/sampler/gaussian_process/resolution.hpp"
#include "tests/study/autotune_runs.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

const std::vector<std::string> both{"gp", "autotune"};

double bowl(Runs::Ask& ask) {
  return std::pow(ask.real("x", -5, 5) - 1, 2) + std::pow(std::log10(ask.real("rate", 1e-5, 1, true)) + 2, 2);
}

/// A choice with parameters of its own on each side, an int, and a corner that fails.
double mixed(Runs::Ask& ask) {
  const auto depth = static_cast<double>(ask.integer("depth", 1, 20, true));
  if (ask.choice("kernel", {"linear", "rbf", "poly"}) == "linear") return 3 + depth / 20;
  const double gamma = std::log10(ask.real("gamma", 1e-4, 1e2, true));
  if (gamma > 1) return std::nan("");
  return std::fabs(gamma + 1) + std::fabs(depth - 4) / 4;
}

}  // namespace

TEST_CASE("a sampler that knows only the history proposes what one that made it proposes") {
  for (const std::string& name : both) {
    Runs grown(name, mixed), restarted(name, mixed);
    for (int i = 0; i < 40; ++i) {
      grown.run(1);
      restarted.forget();
      restarted.run(1);
    }
    CHECK(text_of(grown.history) == text_of(restarted.history));
  }
}

TEST_CASE("start-up trials depend on the seed and the number alone") {
  Runs good("autotune", bowl, 5), bad(
                                      "autotune", [](Runs::Ask&ask) { return bowl(ask) * 0 + std::nan(""); }, 5);
  good.run(10);
  bad.run(10);
  CHECK(text_of(good.history) == text_of(bad.history));
  Runs other("autotune", bowl, 6);
  other.run(10);
  CHECK(text_of(good.history) != text_of(other.history));
}

TEST_CASE("start-up trials are a Latin hypercube: each tenth of each range once") {
  Runs runs("autotune", bowl);
  runs.run(10);
  for (std::size_t c = 0; c < 2; ++c) {
    std::set<int> tenths;
    for (const double u : runs.history.column(c)) tenths.insert(static_cast<int>(u * 10));
    CHECK(tenths.size() == 10);
  }
}

TEST_CASE("no configuration is tried again while there are others") {
  for (const std::string& name : both) {
    Runs runs(
        name,
        [](Runs::Ask& ask) {
          return static_cast<double>(ask.integer("i", 1, 8)) + (ask.choice("c", {"a", "b", "c"}) == "a" ? 0 : 0.5);
        },
        3, {{"startup", std::int64_t{5}}});
    runs.run(24);
    std::set<std::pair<double, double>> distinct;
    for (std::size_t t = 5; t < 24; ++t) distinct.emplace(runs.history.column(0)[t], runs.history.column(1)[t]);
    CHECK(distinct.size() == 19);
    runs.run(6);  // the space is exhausted
    CHECK(runs.history.trials().size() == 30);
    CHECK(runs.best() == 1);
  }
}

TEST_CASE("a space of one value, of none, and a study of one trial are no special cases") {
  for (const std::string& name : both) {
    Runs one(name, [](Runs::Ask& ask) { return static_cast<double>(ask.integer("i", 3, 3)); });
    one.run(15);
    CHECK(one.best() == 3);
    Runs none(name, [](Runs::Ask&) { return 1.0; });
    none.run(15);
    CHECK(none.best() == 1);
    Runs single(name, bowl);
    single.run(1);
    CHECK(std::isfinite(single.best()));
  }
}

TEST_CASE("only failures, equal values, huge and tiny values keep a sampler going within the bounds") {
  const std::vector<double> odd{std::nan(""), 7.0, 1e308, -1e308, 1e-320};
  for (const std::string& name : both)
    for (const double value : odd) {
      int calls = 0;
      Runs runs(name, [&](Runs::Ask& ask) {
        const double x = ask.real("x", -1, 1);
        CHECK(std::fabs(x) <= 1);
        return ++calls % 2 ? value : std::isnan(value) ? value : value / 2;
      });
      runs.run(25);
      CHECK(runs.history.trials().size() == 25);
    }
}

TEST_CASE("regions that fail are learnt and left") {
  // Half of the space fails.
  const auto objective = [](Runs::Ask& ask) {
    const double x = ask.real("x", 0, 1), y = ask.real("y", 0, 1);
    return x + y > 1 ? std::nan("") : std::pow(x - 0.3, 2) + std::pow(y - 0.4, 2);
  };
  Runs tuned("autotune", objective), blind("random", objective);
  tuned.run(60);
  blind.run(60);
  CHECK(blind.failures() > 20);
  CHECK(tuned.failures() < 15);
  CHECK(tuned.best() < 1e-3);
}

TEST_CASE("conditions between parameters are found in the history") {
  Runs runs("random", mixed);
  runs.run(40);
  const GpConditions conditions(runs.history);
  CHECK(conditions.any());
  // In order of name: depth, gamma, kernel.
  CHECK(conditions.active(Eigen::Vector3d(0.5, 0.5, 1.0 / 6)) == std::vector<bool>{true, false, true});
  CHECK(conditions.active(Eigen::Vector3d(0.5, 0.5, 0.5)) == std::vector<bool>{true, true, true});
  CHECK(conditions.active(Eigen::Vector3d(0.5, 0.5, 5.0 / 6)) == std::vector<bool>{true, true, true});
}

TEST_CASE("workers do not look at the same place at the same time") {
  for (const std::string& name : both) {
    Runs runs(name, bowl);
    runs.run(20);
    std::set<std::string> places;
    for (int i = 0; i < 8; ++i) {
      runs.leave_running();
      const Trial& trial = runs.history.trials().back();
      places.insert(to_json(trial.parameters[0].value) + to_json(trial.parameters[1].value));
    }
    CHECK(places.size() == 8);
  }
}

TEST_CASE("what an enqueued trial was given in part is what the rest is chosen for") {
  for (const std::string& name : both) {
    Runs runs(name, [](Runs::Ask& ask) { return std::pow(ask.real("x", 0, 1) - ask.real("y", 0, 1), 2); });
    runs.run(30);
    Trial trial;
    trial.number = 30;
    trial.state = State::running;
    trial.given["x"] = 0.9;
    runs.history.update(trial);
    const auto sampler = catalog::make<Sampler>(name);
    const Proposal proposal = sampler->propose({runs.history, 30, 0});
    CHECK(std::get<double>(proposal.values.at("x")) == Approx(0.9));
  }
}

TEST_CASE("the hybrid finds better configurations than random search, on mixed spaces too") {
  // 30 trials, 12 seeds: by chance alone 10 wins of 12 are as likely as 1.9 %.
  for (const auto& objective : {Runs::Objective(bowl), Runs::Objective(mixed)}) {
    int wins = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      Runs tuned("autotune", objective, seed), blind("random", objective, seed);
      tuned.run(30);
      blind.run(30);
      wins += tuned.best() < blind.best();
    }
    CHECK(wins >= 10);
  }
}

TEST_CASE("what losses cannot tell apart is not tried twice: plateaus and parameters without effect") {
  Generator random(Key::from(1, Purpose::draw));
  const GpFactors factors{{0, 1, true, 0}, {1, 1, true, 0}, {2, 1, true, 0}};
  std::vector<Eigen::VectorXd> points;
  std::vector<double> stepped, smooth;
  for (int i = 0; i < 500; ++i) {
    const Eigen::VectorXd u = Eigen::Vector3d(random.uniform(), random.uniform(), random.uniform());
    points.push_back(u);
    stepped.push_back(std::floor(u[0] * 5) + std::floor(u[1] * 5) / 10);
    smooth.push_back(u[0] + u[1] / 10);
  }
  CHECK(gp_resolution(factors, points, smooth, 1e-3).isApproxToConstant(1e-3));
  const Eigen::VectorXd resolution = gp_resolution(factors, points, stepped, 1e-3);
  CHECK(resolution[0] > 0.02);
  CHECK(resolution[0] < 0.15);
  CHECK(resolution[1] < 0.15);
  CHECK(resolution[2] > resolution[0]);
}

TEST_CASE("a parameter that the user has fixed is not searched along") {
  for (const std::string& name : both) {
    Runs runs(name, [](Runs::Ask& ask) {
      ask.real("rate", 0, 1);
      ask.asked.back().value = 0.25;  // whatever was proposed
      return std::fabs(ask.real("x", 0, 1) - 0.6);
    });
    runs.run(25);
    const auto sampler = catalog::make<Sampler>(name);
    for (std::int64_t retry = 0; retry < 5; ++retry)
      CHECK(std::get<double>(sampler->propose({runs.history, 25, retry}).values.at("rate")) == Approx(0.25));
    CHECK(runs.best() < 0.02);
  }
}
