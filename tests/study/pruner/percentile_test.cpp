#include <catch2/catch.hpp>

#include "tests/study/pruner/curves.hpp"

using namespace nilgrad::study;
using nilgrad::catalog::Values;

namespace {

constexpr std::int64_t one = 1, two = 2;
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// Complete trials with these values at step 1, then trial `values.size()`, running, with `own` at step 1.
History first_steps(const std::vector<double>& values, double own, bool maximize = false) {
  std::vector<Trial> trials;
  for (const double value : values)
    trials.push_back(curve(static_cast<std::int64_t>(trials.size()), State::complete, {value}));
  trials.push_back(curve(static_cast<std::int64_t>(trials.size()), State::running, {own}));
  return history_of(trials, maximize);
}

}  // namespace

TEST_CASE("the median pruner stops what is worse than the median of the complete trials at its step") {
  const std::vector<double> others{5, 1, 4, 2, 3};
  CHECK_FALSE(stops("median", {}, first_steps(others, 3), 5));
  CHECK(stops("median", {}, first_steps(others, 3.01), 5));
  CHECK(stops("median", {}, first_steps(others, 2.99, true), 5));
  CHECK_FALSE(stops("median", {}, first_steps(others, 3, true), 5));
  CHECK_FALSE(stops("median", {{"startup", one}}, first_steps({1, 2}, 1.5), 2));
  CHECK(stops("median", {{"startup", one}}, first_steps({1, 2}, 1.6), 2));
}

TEST_CASE("no trial is stopped before `startup` trials are complete, however many are running or pruned") {
  std::vector<Trial> trials;
  for (std::int64_t n = 0; n < 4; ++n) trials.push_back(curve(n, State::complete, {1}));
  trials.push_back(curve(4, State::running, {1}));
  trials.push_back(curve(5, State::pruned, {1}));
  trials.push_back(curve(6, State::failed, {1}));
  trials.push_back(curve(7, State::running, {9}));
  CHECK_FALSE(stops("median", {}, history_of(trials), 7));
  trials.push_back(curve(8, State::complete, {1}));
  CHECK(stops("median", {}, history_of(trials), 7));
}

TEST_CASE("a trial is judged by the best that it has reported, the others by what they had at its step") {
  std::vector<Trial> trials;
  for (std::int64_t n = 0; n < 5; ++n) trials.push_back(curve(n, State::complete, {3, 2, 1}));
  trials.push_back(curve(5, State::running, {2, 9}));
  CHECK_FALSE(stops("median", {}, history_of(trials), 5));
  trials.back() = curve(5, State::running, {2.5, 9});
  CHECK(stops("median", {}, history_of(trials), 5));
}

TEST_CASE("trials that report at other steps are compared by their last report up to the step") {
  std::vector<Trial> trials;
  for (std::int64_t n = 0; n < 5; ++n) {
    trials.push_back(curve(n, State::complete, {3, 1}));
    trials.back().reports[0].step = 10;
    trials.back().reports[1].step = 20;
  }
  trials.push_back(curve(5, State::running, {2}));
  const auto stops_at = [&](std::int64_t step) {
    trials.back().reports[0].step = step;
    return stops("median", {}, history_of(trials), 5);
  };
  CHECK_FALSE(stops_at(9));  // nobody was so early
  CHECK_FALSE(stops_at(19));
  CHECK(stops_at(20));
}

TEST_CASE("warm-up and interval say at which reports a trial is looked at") {
  std::vector<Trial> trials;
  for (std::int64_t n = 0; n < 5; ++n) trials.push_back(curve(n, State::complete, std::vector<double>(10, 0.0)));
  const auto looked_at = [&](const Values& values) {
    std::vector<int> steps;
    for (int step = 1; step <= 10; ++step) {
      trials.resize(5);
      trials.push_back(curve(5, State::running, std::vector<double>(static_cast<std::size_t>(step), 1.0)));
      if (stops("median", values, history_of(trials), 5)) steps.push_back(step);
    }
    return steps;
  };
  CHECK(looked_at({{"warmup", std::int64_t{4}}}) == std::vector<int>{4, 5, 6, 7, 8, 9, 10});
  CHECK(looked_at({{"warmup", two}, {"interval", std::int64_t{3}}}) == std::vector<int>{2, 5, 8});
  CHECK(looked_at({{"interval", std::int64_t{4}}}) == std::vector<int>{1, 4, 8});
}

TEST_CASE("a percentile keeps the best share, linearly between the values") {
  const std::vector<double> others{1, 2, 3, 4, 5};
  const auto stops_at = [&](double percent, double own, bool maximize = false) {
    return stops("percentile", {{"percentile", percent}}, first_steps(others, own, maximize), 5);
  };
  CHECK_FALSE(stops_at(25, 2));
  CHECK(stops_at(25, 2.01));
  CHECK_FALSE(stops_at(30, 2.2));
  CHECK(stops_at(30, 2.21));
  CHECK(stops_at(0, 1.01));
  CHECK_FALSE(stops_at(100, 5));
  CHECK(stops_at(25, 3.99, true));
  CHECK_FALSE(stops_at(25, 4, true));
}

TEST_CASE("reports of others that are no numbers do not count, infinite ones are the worst") {
  CHECK_FALSE(stops("median", {}, first_steps({no_number, no_number, no_number, no_number, no_number}, 1), 5));
  CHECK(stops("median", {}, first_steps({no_number, no_number, no_number, no_number, 1}, 2), 5));
  CHECK_FALSE(
      stops("median", {{"min_trials", two}}, first_steps({no_number, no_number, no_number, no_number, 1}, 2), 5));
  CHECK_FALSE(stops("median", {}, first_steps({HUGE_VAL, HUGE_VAL, HUGE_VAL, 1, 2}, 1e300), 5));
  CHECK_FALSE(stops("percentile", {{"percentile", 60.0}}, first_steps({HUGE_VAL, HUGE_VAL, 1, 1, 2}, 1e300), 5));
}
