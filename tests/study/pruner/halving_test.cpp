#include "runtime/study/pruner/halving.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "runtime/random/uniform.hpp"
#include "runtime/study/pruner/hyperband.hpp"
#include "tests/study/pruner/curves.hpp"

using namespace nilgrad::study;
using nilgrad::Generator;
using nilgrad::Key;
using nilgrad::Purpose;
using nilgrad::catalog::Values;

namespace {

/// Trials whose loss is the same at every step, each run until it is stopped or has made `steps` steps; in rounds, one
/// step of each of `workers` trials at a time. The steps that each made.
std::vector<int> run(const std::string& name, const Values& values, const std::vector<double>& losses, int steps,
                     std::size_t workers, std::uint64_t seed = 1) {
  const auto decides = pruner(name, values);
  History history(seed, {false});
  std::vector<int> made(losses.size(), 0);
  std::vector<std::size_t> running;
  std::size_t next = 0;
  while (next < losses.size() || !running.empty()) {
    while (running.size() < workers && next < losses.size()) running.push_back(next++);
    std::vector<std::size_t> still;
    for (const std::size_t n : running) {
      ++made[n];
      const auto number = static_cast<std::int64_t>(n);
      const std::vector<double> curve_so_far(static_cast<std::size_t>(made[n]), losses[n]);
      history.update(curve(number, State::running, curve_so_far));
      const bool stopped = decides->should_prune(history, number);
      if (!stopped && made[n] < steps) still.push_back(n);
      if (stopped || made[n] == steps)
        history.update(curve(number, stopped ? State::pruned : State::complete, curve_so_far));
    }
    running = still;
  }
  return made;
}

std::vector<double> shuffled(std::size_t count, std::uint64_t seed) {
  Generator random(Key::from(seed, Purpose::draw));
  std::vector<double> losses;
  for (const std::size_t rank : random.permutation(count)) losses.push_back(static_cast<double>(rank));
  return losses;
}

}  // namespace

TEST_CASE("ASHA: the first at a rung goes on, then one of η, the best") {
  // η = 2; losses arrive at step 1 one after the other, the last being the one that is asked about.
  const auto stops_after = [](const std::vector<double>& losses) {
    std::vector<Trial> trials;
    for (const double loss : losses)
      trials.push_back(curve(static_cast<std::int64_t>(trials.size()), State::running, {loss}));
    return stops("asha", {{"reduction", std::int64_t{2}}}, history_of(trials),
                 static_cast<std::int64_t>(losses.size()) - 1);
  };
  CHECK_FALSE(stops_after({7}));
  CHECK(stops_after({7, 8}));
  CHECK_FALSE(stops_after({7, 7}));  // a tie is not worse
  CHECK_FALSE(stops_after({7, 6}));
  CHECK(stops_after({7, 6, 6.5}));           // the best of three
  CHECK_FALSE(stops_after({7, 6, 8, 6.5}));  // the best two of four
  CHECK(stops_after({7, 6, 6.4, 6.5}));
}

TEST_CASE("a rung is decided at the first report that gets there, whatever was left out") {
  std::vector<Trial> trials{curve(0, State::running, {1, 1, 1, 1}), curve(1, State::running, {2, 2, 2, 2})};
  const Values values{{"reduction", std::int64_t{4}}};
  CHECK(stops("asha", values, history_of(trials), 1));
  trials[1].reports.pop_back();
  CHECK_FALSE(stops("asha", values, history_of(trials), 1));  // step 3: the next rung is step 4
  trials[1].reports = {{5, 2}};                               // jumps over rungs 1 and 4
  CHECK(stops("asha", values, history_of(trials), 1));
  trials[1].reports = {{5, 2}, {6, 2}};
  CHECK_FALSE(stops("asha", values, history_of(trials), 1));
  trials[0].reports = {{5, 3}};
  trials[1].reports = {{5, 2}};
  CHECK_FALSE(stops("asha", values, history_of(trials), 1));
}

TEST_CASE("what counts at a rung is who got there, whatever became of them") {
  for (const State state : {State::running, State::complete, State::pruned, State::failed}) {
    const History history = history_of({curve(0, state, {1}), curve(1, State::running, {2})});
    CHECK(stops("asha", {}, history, 1));
    CHECK(stops("successive_halving", {}, history, 1));
  }
}

TEST_CASE("the decision does not depend on the order in which the others' reports became known") {
  const std::vector<double> losses = shuffled(12, 3);
  std::vector<Trial> trials;
  for (const double loss : losses)
    trials.push_back(curve(static_cast<std::int64_t>(trials.size()), State::running, {loss, loss, loss, loss}));
  for (const char* name : {"asha", "successive_halving", "hyperband", "median"}) {
    const auto decisions = [&](std::vector<Trial> order) {
      const History history = history_of(order);
      std::vector<bool> all;
      for (std::int64_t n = 0; n < 12; ++n) all.push_back(stops(name, {}, history, n));
      return all;
    };
    std::vector<Trial> backwards(trials.rbegin(), trials.rend());
    CHECK(decisions(trials) == decisions(backwards));
  }
}

TEST_CASE("about one of η trials reaches the next rung, with one worker and with many") {
  for (const std::size_t workers : {1, 16}) {
    std::vector<int> reached(4, 0);
    for (std::uint64_t seed = 0; seed < 20; ++seed)
      for (const int steps : run("asha", {}, shuffled(256, seed), 64, workers))
        for (int rung = 0, at = 1; rung < 4; ++rung, at *= 4)
          reached[static_cast<std::size_t>(rung)] += steps > at || at == 64;
    INFO(workers << " workers");
    CHECK(reached[0] / 20.0 / 256 == Approx(0.25).margin(0.03));
    CHECK(reached[1] / double(reached[0]) == Approx(0.27).margin(0.06));
  }
}

TEST_CASE("early_rate leaves out the first comparisons, max_resource the last") {
  const History history = history_of({curve(0, State::running, {1, 1, 1, 1}), curve(1, State::running, {2})});
  const History later = history_of({curve(0, State::running, {1, 1, 1, 1}), curve(1, State::running, {2, 2, 2, 2})});
  const Values late{{"early_rate", std::int64_t{1}}};
  CHECK(stops("successive_halving", {}, history, 1));
  CHECK_FALSE(stops("successive_halving", late, history, 1));
  CHECK(stops("successive_halving", late, later, 1));
  CHECK(stops("asha", {}, later, 1));
  CHECK_FALSE(stops("asha", {{"max_resource", std::int64_t{4}}}, later, 1));
}

TEST_CASE("with a cohort all that halving in step keeps is kept, in any order") {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const std::size_t workers : {1, 3, 16}) {
      const std::vector<double> losses = shuffled(16, seed);
      const auto made = run("successive_halving", {{"cohort", std::int64_t{16}}}, losses, 16, workers);
      for (std::size_t n = 0; n < 16; ++n) {
        if (losses[n] < 4) CHECK(made[n] >= 4);   // the best 4 of 16 pass the rung at step 1
        if (losses[n] < 1) CHECK(made[n] == 16);  // the best one that at step 4
      }
      if (workers == 16) CHECK(std::count_if(made.begin(), made.end(), [](int steps) { return steps > 1; }) < 16);
    }
}

TEST_CASE("Hyperband's brackets have the sizes of its algorithm 1") {
  CHECK(bracket_sizes(1, 81, 3) == std::vector<std::int64_t>{81, 34, 15, 8, 5});
  CHECK(bracket_sizes(1, 27, 3) == std::vector<std::int64_t>{27, 12, 6, 4});
  CHECK(bracket_sizes(1, 16, 4) == std::vector<std::int64_t>{16, 6, 3});
  CHECK(bracket_sizes(5, 14, 3) == std::vector<std::int64_t>{1});
  CHECK(bracket_sizes(1, 1, 3) == std::vector<std::int64_t>{1});
}

TEST_CASE("trials fall into Hyperband's brackets in the right shares: χ² of 20000 at 1 % on a fixed seed") {
  const auto sizes = bracket_sizes(1, 81, 3);
  const double total = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
  std::vector<double> seen(sizes.size(), 0);
  for (std::int64_t n = 0; n < 20000; ++n) ++seen[bracket_of(sizes, 7, n)];
  double chi2 = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double expected = 20000 * static_cast<double>(sizes[i]) / total;
    chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
  }
  CHECK(chi2 < 13.28);  // 4 degrees of freedom
  int moved = 0;
  for (std::int64_t n = 0; n < 1000; ++n) moved += bracket_of(sizes, 7, n) != bracket_of(sizes, 8, n);
  CHECK(moved > 400);  // another seed, other brackets
}

TEST_CASE("Hyperband halves each bracket by itself and stops nobody before the end is known") {
  const auto sizes = bracket_sizes(1, 27, 3);
  const auto number_in = [&](std::size_t bracket, std::int64_t from) {
    while (bracket_of(sizes, 1, from) != bracket) ++from;
    return from;
  };
  const std::int64_t first = number_in(0, 0), second = number_in(0, first + 1), other = number_in(1, 0);
  const std::vector<Trial> trials{curve(first, State::running, {1}), curve(second, State::running, {2}),
                                  curve(other, State::running, {3})};
  const Values known{{"max_resource", std::int64_t{27}}};
  CHECK(stops("hyperband", known, history_of(trials), second));
  CHECK_FALSE(stops("hyperband", known, history_of(trials), other));
  CHECK_FALSE(stops("hyperband", {}, history_of(trials), second));
  auto with_complete = trials;
  const std::int64_t far = number_in(3, second + 1);
  with_complete.push_back(curve(far, State::complete, std::vector<double>(27, 0.0)));
  CHECK(stops("hyperband", {}, history_of(with_complete), second));
  CHECK_THROWS_WITH(
      stops("hyperband", {{"max_resource", std::int64_t{1}}, {"min_resource", std::int64_t{2}}}, history_of(trials), 0),
      "ng.pruner.hyperband: max_resource = 1 must be at least min_resource = 2");
}
