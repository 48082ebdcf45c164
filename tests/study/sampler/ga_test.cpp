#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "runtime/study/sampler/variation.hpp"
#include "tests/study/sampler/versus_random.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

TEST_CASE("the genetic algorithm beats random search on bowls, mixed spaces, conditions and orders") {
  CHECK(wins_against_random("ga", {}, sphere, 100) >= 24);
  CHECK(wins_against_random("ga", {}, mixed_bowl, 100) >= 24);
  CHECK(wins_against_random("ga", {}, conditional, 100) >= 24);
  const auto sorting = [](Trying::Asking& t) {
    const auto order = std::get<std::vector<std::int64_t>>(t.ask("order", Domain::permutation(9)));
    double inversions = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) inversions += order[j] > order[i] ? 1 : 0;
    return inversions;
  };
  CHECK(wins_against_random("ga", {}, sorting, 150) >= 24);
}

TEST_CASE("the genetic algorithm does not wait: with ten trials at a time it is nearly as good") {
  int wins = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Trying study("ga", seed), random("random", seed);
    study.run(mixed_bowl, 100, 10);
    random.run(mixed_bowl, 100);
    wins += study.best() < random.best() ? 1 : 0;
  }
  CHECK(wins >= 24);
}

TEST_CASE("the genetic algorithm never tries the same twice while there is something else") {
  Trying study("ga", 5);
  std::set<std::pair<std::int64_t, std::string>> tried;
  study.run(
      [&](auto& t) {
        const auto n = t.integer("n", 1, 10);
        const auto kind = t.choice("kind", {"a", "b", "c", "d"});
        tried.emplace(n, kind);
        return std::abs(static_cast<double>(n) - 4) + (kind == "b" ? 0 : 1);
      },
      30);
  CHECK(tried.size() >= 27);  // the first ten may repeat each other
}

TEST_CASE("the genetic algorithm leaves places alone where trials fail") {
  int failed = 0, failed_random = 0;
  const auto objective = [](auto& t) {
    const double x = t.real("x", 0, 1), y = t.real("y", 0, 1);
    return x < 0.5 ? NAN : (x - 0.6) * (x - 0.6) + y;
  };
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Trying study("ga", seed), random("random", seed);
    study.run(objective, 60);
    random.run(objective, 60);
    for (const Trial& trial : study.history.trials()) failed += trial.state == State::failed ? 1 : 0;
    for (const Trial& trial : random.history.trials()) failed_random += trial.state == State::failed ? 1 : 0;
  }
  CHECK(failed < failed_random / 2);
}

TEST_CASE("children have values of both parents, and mutation reaches every value of every kind") {
  History history(1, {false});
  history.declare("c", std::make_shared<const Domain>(Domain::choice({Value(1.0), Value(2.0), Value(3.0)})));
  history.declare("n", std::make_shared<const Domain>(Domain::integer(1, 5)));
  history.declare("p", std::make_shared<const Domain>(Domain::permutation(3)));
  history.declare("u", std::make_shared<const Domain>(Domain::real(0, 1)));
  const auto row_at = [&](double c, double n, std::vector<double> p, double u) {
    Row row{c, n};
    row.insert(row.end(), p.begin(), p.end());
    row.push_back(u);
    settle(history, row);
    return row;
  };
  const Row a = row_at(0.1, 0.1, {0.1, 0.5, 0.9}, 0.2), b = row_at(0.9, 0.9, {0.9, 0.5, 0.1}, 0.8);
  Generator random(Key::from(9, Purpose::draw));
  std::set<Value> choices, ints, orders;
  double between = 0;
  for (int i = 0; i < 400; ++i) {
    const Row crossed = child_of(history, a, b, {1, 0.0}, random);
    CHECK((crossed[0] == a[0] || crossed[0] == b[0]));
    CHECK((crossed[5] >= 0 && crossed[5] <= 1));
    between += crossed[5] > 0.21 && crossed[5] < 0.79 ? 1 : 0;
    const auto mutated = values_at(history, child_of(history, a, a, {0, 1.0}, random));
    choices.insert(mutated.at("c"));
    ints.insert(mutated.at("n"));
    orders.insert(mutated.at("p"));
  }
  CHECK(between > 50);
  CHECK(choices == std::set<Value>{Value(2.0), Value(3.0)});
  CHECK(ints.size() >= 3);
  CHECK(orders.size() == 3);  // what one swap makes
}
