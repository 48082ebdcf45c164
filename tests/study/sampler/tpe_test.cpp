#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/study/sampler/parzen.hpp"
#include "tests/study/sampler/trying.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

History history_of(const std::vector<std::pair<double, std::int64_t>>& points) {
  History history(1, {false});
  const auto x = std::make_shared<const Domain>(Domain::real(0, 1));
  const auto c = std::make_shared<const Domain>(Domain::integer(1, 3));
  for (const auto& [at, level] : points) {
    Trial trial;
    trial.number = static_cast<std::int64_t>(history.trials().size());
    trial.state = State::complete;
    trial.values = {0};
    trial.parameters = {{"x", x, at}, {"c", c, level}};
    history.update(trial);
  }
  return history;
}

double mixed(Trying::Asking& trial) {
  const double x = trial.real("x", -5, 5), lr = trial.real("lr", 1e-5, 1, true);
  const auto n = static_cast<double>(trial.integer("n", 1, 64, true));
  const double kind = trial.choice("kind", {"a", "b", "c", "d"}) == "c" ? 0 : 1;
  return x * x / 5 + std::pow(std::log10(lr) + 2, 2) / 2 + std::pow(std::log2(n) - 4, 2) / 4 + kind;
}

int wins(const std::string& name, const catalog::Values& options, const Trying::Objective& objective,
         std::int64_t trials, std::uint64_t seeds) {
  int count = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Trying study(name, seed, options), random("random", seed);
    study.run(objective, trials);
    random.run(objective, trials);
    count += study.best() < random.best() ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a Parzen density integrates to one, whatever its kernels") {
  const History history = history_of({{0.1, 1}, {0.15, 1}, {0.9, 3}, {1.0, 2}, {0.5, 1}});
  for (const bool product : {true, false})
    for (const bool clip : {true, false}) {
      const auto all = factors_of(history);
      const Factor x = all[1];
      const Parzen density(history, {x}, {0, 1, 2, 3, 4}, {1, clip, product});
      std::vector<Row> rows;
      for (int i = 0; i < 4000; ++i) rows.push_back({0.5, (i + 0.5) / 4000});
      double integral = 0;
      for (const double log_density : density.log_densities(rows)) integral += std::exp(log_density) / 4000;
      CHECK(integral == Approx(1).epsilon(0.001));
    }
}

TEST_CASE("draws from a Parzen density are as it says") {
  const History history = history_of({{0.05, 1}, {0.3, 1}, {0.35, 3}});
  const Parzen density(history, {factors_of(history)[1]}, {0, 1, 2}, {});
  Generator random(Key::from(4, Purpose::draw));
  std::vector<double> shares(10), expected(10);
  Row row(2);
  for (int i = 0; i < 20000; ++i) {
    density.draw(random, row);
    shares[std::min<std::size_t>(9, static_cast<std::size_t>(row[1] * 10))] += 1.0 / 20000;
  }
  std::vector<Row> rows;
  for (int i = 0; i < 1000; ++i) rows.push_back({0.5, (i + 0.5) / 1000});
  const auto logs = density.log_densities(rows);
  for (std::size_t i = 0; i < 1000; ++i) expected[i / 100] += std::exp(logs[i]) / 1000;
  for (std::size_t i = 0; i < 10; ++i) CHECK(shares[i] == Approx(expected[i]).margin(0.015));  // 4 deviations
}

TEST_CASE("many kernels have the densities of few: blocks and the table of normalizers change nothing") {
  std::vector<std::pair<double, std::int64_t>> points;
  for (int i = 0; i < 2000; ++i) points.emplace_back(std::fmod(i * 0.61803398875, 1.0), 1 + i % 3);
  const History history = history_of(points);
  std::vector<std::int64_t> numbers(2000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  const Parzen density(history, {factors_of(history)[1]}, numbers, {});
  std::vector<Row> rows;
  for (int i = 0; i < 300; ++i) rows.push_back({0.5, 0.2 + 0.6 * i / 300});
  for (const double log_density : density.log_densities(rows)) CHECK(std::exp(log_density) == Approx(1).epsilon(0.05));
}

TEST_CASE("TPE beats random search on a mixed space, together and one by one") {
  // By chance alone 24 of 30 have a probability of 0.0007.
  CHECK(wins("tpe", {}, mixed, 80, 30) >= 24);
  CHECK(wins("tpe", {{"multivariate", false}}, mixed, 80, 30) >= 24);
}

TEST_CASE("TPE finds its way in a space of conditions") {
  const auto objective = [](auto& t) {
    if (t.choice("kind", {"flat", "bowl", "hill"}) != "bowl") return 1 + t.real("other", 0, 1);
    return std::pow(t.real("u", 0, 1) - 0.8, 2) + std::pow(t.real("v", 0, 1) - 0.2, 2);
  };
  CHECK(wins("tpe", {}, objective, 60, 30) >= 24);
  CHECK(wins("tpe", {{"multivariate", false}}, objective, 60, 30) >= 24);
}

TEST_CASE("TPE leaves places alone where trials fail") {
  int failed = 0, failed_random = 0;
  const auto objective = [](auto& t) {
    const double x = t.real("x", 0, 1), y = t.real("y", 0, 1);
    return x < 0.5 ? NAN : (x - 0.7) * (x - 0.7) + y;
  };
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Trying study("tpe", seed), random("random", seed);
    study.run(objective, 60);
    random.run(objective, 60);
    for (const Trial& trial : study.history.trials()) failed += trial.state == State::failed ? 1 : 0;
    for (const Trial& trial : random.history.trials()) failed_random += trial.state == State::failed ? 1 : 0;
  }
  CHECK(failed < failed_random * 0.6);
}

TEST_CASE("TPE's parallel trials spread out: running ones count as bad") {
  const auto objective = [](auto& t) { return std::pow(t.real("x", 0, 1) - 0.3, 2); };
  double spread_with = 0, spread_without = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Trying study("tpe", seed);
    study.run(objective, 40);
    std::vector<double> with, without;
    const auto fresh = study.sampler->propose({study.history, 40, 0});
    for (int i = 0; i < 8; ++i) {
      without.push_back(std::get<double>(study.sampler->propose({study.history, 40 + i, 0}).values.at("x")));
    }
    for (int i = 0; i < 8; ++i) {
      auto trial = study.begin();
      with.push_back(trial.real("x", 0, 1));
      study.history.update(trial.trial);
    }
    CHECK(std::get<double>(fresh.values.at("x")) == with[0]);
    const auto width = [](std::vector<double> x) {
      std::sort(x.begin(), x.end());
      return x[6] - x[1];
    };
    spread_with += width(with);
    spread_without += width(without);
  }
  CHECK(spread_with > 1.2 * spread_without);
}

TEST_CASE("TPE's start-up trials are those of random search, and pruned trials teach it") {
  Trying study("tpe", 7), random("random", 7);
  study.run(mixed, 10);
  random.run(mixed, 10);
  for (std::size_t n = 0; n < 10; ++n)
    CHECK(study.history.trials()[n].parameter("x")->value == random.history.trials()[n].parameter("x")->value);

  Trying pruning("tpe", 1);
  double late = 0;
  for (int n = 0; n < 60; ++n) {
    auto trial = pruning.begin();
    const double x = trial.real("x", 0, 1);
    trial.trial.reports = {{1, x}};
    pruning.end(trial, {}, State::pruned);
    if (n >= 30) late += x / 30;
  }
  CHECK(late < 0.3);
}
