#include <catch2/catch.hpp>

#include "runtime/random/uniform.hpp"
#include "tests/contract/entries.hpp"
#include "tests/study/pruner/curves.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Every pruner as it is by default; a threshold without a bound would have nothing to decide.
std::vector<contract::Variant> pruners() {
  std::vector<contract::Variant> all = contract::variants("pruner");
  for (contract::Variant& variant : all)
    if (variant.descriptor->name == "threshold") variant.values["upper"] = 0.9;
  return all;
}

/// Random curves of every state, reports missing and out of step with each other.
std::vector<Trial> random_trials(bool maximize) {
  Generator random(Key::from(maximize ? 2 : 1, Purpose::draw));
  std::vector<Trial> trials;
  for (std::int64_t n = 0; n < 40; ++n) {
    Trial trial = curve(n, static_cast<State>(random.integer(1, 4)), {});
    for (std::int64_t step = 1, end = random.integer(0, 30); step <= end; ++step)
      if (random.uniform() < 0.8)
        trial.reports.push_back({step, random.uniform() < 0.02 ? no_number : random.uniform()});
    if (trial.state == State::complete) trial.values = {random.uniform()};
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<bool> decisions(const contract::Variant& variant, const History& history) {
  const auto pruner = variant.make<Pruner>();
  std::vector<bool> all;
  for (const Trial& trial : history.trials()) all.push_back(pruner->should_prune(history, trial.number));
  return all;
}

}  // namespace

TEST_CASE("no pruner stops a trial before its first report, every one after a report that is NaN") {
  CHECK(pruners().size() >= 9);
  for (const auto& variant : pruners()) {
    INFO(variant.to_string());
    const auto pruner = variant.make<Pruner>();
    CHECK_FALSE(pruner->should_prune(history_of({curve(0, State::running, {})}), 0));
    CHECK(pruner->should_prune(history_of({curve(0, State::running, {no_number})}), 0));
    CHECK(pruner->should_prune(history_of({curve(0, State::running, {0.5, no_number})}), 0));
    CHECK_FALSE(pruner->should_prune(history_of({curve(0, State::running, {no_number, 0.5})}), 0));
  }
}

TEST_CASE("a pruner's decisions are a function of the history: of no order of arrival and of nothing asked before") {
  for (const bool maximize : {false, true})
    for (const auto& variant : pruners()) {
      INFO(variant.to_string());
      const std::vector<Trial> trials = random_trials(maximize);
      const History history = history_of(trials, maximize);
      const History backwards = history_of({trials.rbegin(), trials.rend()}, maximize);
      const auto all = decisions(variant, history);
      CHECK(all == decisions(variant, backwards));
      for (std::int64_t n = 39; n >= 0; --n)
        CHECK(variant.make<Pruner>()->should_prune(history, n) == all[static_cast<std::size_t>(n)]);
    }
}

TEST_CASE("maximizing is minimizing the negative, for every pruner but the threshold, which has the user's values") {
  for (const auto& variant : pruners()) {
    if (variant.descriptor->name == "threshold") continue;
    INFO(variant.to_string());
    std::vector<Trial> trials = random_trials(false), negated = trials;
    for (Trial& trial : negated) {
      for (Report& report : trial.reports) report.value = -report.value;
      for (double& value : trial.values) value = -value;
    }
    CHECK(decisions(variant, history_of(trials)) == decisions(variant, history_of(negated, true)));
  }
}
