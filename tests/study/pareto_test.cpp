#include "runtime/study/pareto.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/random/uniform.hpp"
#include "tests/study/sampler/trying.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

using Points = std::vector<std::vector<double>>;

std::vector<std::vector<std::size_t>> by_definition(const Points& points) {
  std::vector<std::vector<std::size_t>> fronts;
  std::vector<bool> taken(points.size());
  for (std::size_t left = points.size(); left > 0; left -= fronts.back().size()) {
    auto& front = fronts.emplace_back();
    for (std::size_t i = 0; i < points.size(); ++i) {
      bool free = !taken[i];
      for (std::size_t j = 0; j < points.size(); ++j) free = free && (taken[j] || !dominates(points[j], points[i]));
      if (free) front.push_back(i);
    }
    for (const std::size_t i : front) taken[i] = true;
  }
  return fronts;
}

/// Area dominated below (1, 1) by points of two objectives.
double hypervolume(const History& history) {
  Points points;
  for (const std::int64_t number : pareto_front(history)) points.push_back(losses_of(history, number));
  std::sort(points.begin(), points.end());
  double area = 0, height = 1;
  for (const auto& p : points) {
    if (p[0] >= 1 || p[1] >= height) continue;
    area += (1 - p[0]) * (height - p[1]);
    height = p[1];
  }
  return area;
}

void run_two(Trying& study, int trials) {
  for (int n = 0; n < trials; ++n) {
    auto t = study.begin();
    double rest = 0;
    for (int i = 0; i < 5; ++i) rest += std::abs(t.real("y" + std::to_string(i), 0, 1) - 0.5) / 2;
    const double x = t.real("x", 0, 1) + (t.choice("kind", {"a", "b", "c"}) == "b" ? 0 : 0.2);
    study.end(t, {x + rest, 1 - std::sqrt(std::min(x, 1.0)) + rest});
  }
}

}  // namespace

TEST_CASE("fronts are what they are defined to be, in one to four objectives and with equal points") {
  Generator random(Key::from(1, Purpose::draw));
  for (std::size_t d = 1; d <= 4; ++d) {
    Points points;
    for (int i = 0; i < 120; ++i) {
      auto& point = points.emplace_back();
      for (std::size_t k = 0; k < d; ++k) point.push_back(static_cast<double>(random.integer(0, 9)));
    }
    CHECK(nondominated_fronts(points, points.size()) == by_definition(points));
  }
  CHECK(nondominated_fronts({}, 5).empty());
}

TEST_CASE("a history's Pareto front turns what is to be maximized and leaves out what is not complete") {
  History history(1, {false, true});
  const auto add = [&](std::vector<double> values, State state) {
    Trial trial;
    trial.number = static_cast<std::int64_t>(history.trials().size());
    trial.values = std::move(values);
    trial.state = state;
    history.update(trial);
  };
  add({1, 1}, State::complete);
  add({2, 2}, State::complete);
  add({3, 1}, State::complete);
  add({}, State::failed);
  add({0, 5}, State::running);
  add({1, 1}, State::complete);
  CHECK(pareto_front(history) == std::vector<std::int64_t>{0, 1, 5});
}

TEST_CASE("NSGA-II comes nearer to the Pareto front than random search") {
  int wins = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Trying study(catalog::make<Sampler>("nsga2", {{"population", std::int64_t{20}}}), seed, {false, false});
    Trying random(catalog::make<Sampler>("random"), seed, {false, false});
    run_two(study, 200);
    run_two(random, 200);
    wins += hypervolume(study.history) > hypervolume(random.history) ? 1 : 0;
  }
  CHECK(wins >= 18);  // by chance alone: 0.0002
}
