#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/study/sampler/line_density.hpp"
#include "tests/study/sampler/versus_random.hpp"

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

}  // namespace

TEST_CASE("a Parzen density integrates to one, whatever its kernels") {
  const History history = history_of({{0.1, 1}, {0.15, 1}, {0.9, 3}, {1.0, 2}, {0.5, 1}});
  for (const bool clip : {true, false}) {
    const Parzen density(history, {factors_of(history)[1]}, {0, 1, 2, 3, 4}, {1, clip});
    const LineDensity line({0.1, 0.15, 0.9, 1.0, 0.5}, 0, {1, clip});
    std::vector<Row> rows;
    std::vector<double> places;
    for (int i = 0; i < 4000; ++i) {
      rows.push_back({0.5, (i + 0.5) / 4000});
      places.push_back((i + 0.5) / 4000);
    }
    double integral = 0, line_integral = 0;
    for (const double log_density : density.log_densities(rows)) integral += std::exp(log_density) / 4000;
    for (const double log_density : line.log_densities(places)) line_integral += std::exp(log_density) / 4000;
    CHECK(integral == Approx(1).epsilon(0.001));
    CHECK(line_integral == Approx(1).epsilon(0.001));
  }
}

TEST_CASE("a density on a line of many kernels is that of few, gathered and without those too far to count") {
  for (const int count : {300, 3000}) {
    std::vector<double> centers;
    for (int i = 0; i < count; ++i)
      centers.push_back(std::pow(std::fmod(i * 0.61803398875, 1.0), 3));  // some far apart
    const LineDensity line(centers, 0, {});
    std::vector<double> places;
    for (int i = 0; i < 20000; ++i) places.push_back((i + 0.5) / 20000);
    const auto logs = line.log_densities(places);
    double integral = 0;
    for (const double log_density : logs) integral += std::exp(log_density) / 20000;
    CHECK(integral == Approx(1).epsilon(0.002));
    for (const std::size_t i : {2000u, 6000u, 10000u})  // the density of u³
      CHECK(std::exp(logs[i]) == Approx(std::pow(places[i], -2.0 / 3) / 3).epsilon(0.25));
    Generator random(Key::from(4, Purpose::draw));
    double below = 0;
    for (int i = 0; i < 5000; ++i) below += line.draw(random) < 0.125 ? 1 : 0;
    CHECK(below / 5000 == Approx(0.5).margin(0.03));
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
  CHECK(wins_against_random("tpe", {}, mixed_bowl, 80) >= 24);
  CHECK(wins_against_random("tpe", {{"multivariate", false}}, mixed_bowl, 80) >= 24);
  CHECK(wins_against_random("tpe", {}, sphere, 80) >= 24);
}

TEST_CASE("TPE finds its way in a space of conditions") {
  CHECK(wins_against_random("tpe", {}, conditional, 60) >= 24);
  CHECK(wins_against_random("tpe", {{"multivariate", false}}, conditional, 60) >= 24);
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
  study.run(mixed_bowl, 10);
  random.run(mixed_bowl, 10);
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
