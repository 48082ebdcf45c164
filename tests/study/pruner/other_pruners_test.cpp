#include <catch2/catch.hpp>

#include "runtime/study/pruner/signed_rank.hpp"
#include "tests/study/pruner/curves.hpp"

using namespace nilgrad::study;
using nilgrad::catalog::Recipes;
using nilgrad::catalog::Values;

namespace {

History alone(const std::vector<double>& values, bool maximize = false) {
  return history_of({curve(0, State::running, values)}, maximize);
}

}  // namespace

TEST_CASE("a threshold is of the values as they were reported, whatever is better") {
  for (const bool maximize : {false, true}) {
    const Values both{{"lower", 0.0}, {"upper", 1.0}};
    CHECK_FALSE(stops("threshold", both, alone({0}, maximize), 0));
    CHECK_FALSE(stops("threshold", both, alone({1}, maximize), 0));
    CHECK(stops("threshold", both, alone({-0.01}, maximize), 0));
    CHECK(stops("threshold", both, alone({1.01}, maximize), 0));
    CHECK_FALSE(stops("threshold", {{"upper", 1.0}}, alone({-1e9}, maximize), 0));
  }
  CHECK_FALSE(stops("threshold", {{"upper", 1.0}, {"warmup", std::int64_t{3}}}, alone({5, 5}), 0));
  CHECK(stops("threshold", {{"upper", 1.0}, {"warmup", std::int64_t{3}}}, alone({5, 5, 5}), 0));
  CHECK_FALSE(stops("threshold", {}, alone({1e300}), 0));
  CHECK_THROWS_WITH(pruner("threshold", {{"lower", 2.0}, {"upper", 1.0}}),
                    "ng.pruner.threshold: lower = 2 must be below upper = 1");
}

TEST_CASE("patience ends when the last reports bring nothing better than before") {
  const Values two{{"patience", std::int64_t{2}}};
  CHECK_FALSE(stops("patience", two, alone({3, 3}), 0));
  CHECK(stops("patience", two, alone({3, 3, 3}), 0));
  CHECK_FALSE(stops("patience", two, alone({3, 4, 2}), 0));
  CHECK(stops("patience", two, alone({3, 2, 4, 2}), 0));
  CHECK(stops("patience", two, alone({3, 4, 5}), 0));
  CHECK_FALSE(stops("patience", two, alone({3, 4, 5}, true), 0));
  const Values tenth{{"patience", std::int64_t{2}}, {"improvement", 0.1}};
  CHECK(stops("patience", tenth, alone({3, 2.95, 2.9}), 0));
  CHECK_FALSE(stops("patience", tenth, alone({3, 2.95, 2.89}), 0));
}

TEST_CASE("patience asks the pruner that it is given") {
  const Values values{{"patience", std::int64_t{1}},
                      {"pruner", Recipes{nilgrad::catalog::recipe("pruner", "threshold", {{"upper", 4.0}})}}};
  CHECK_FALSE(stops("patience", values, alone({3, 3}), 0));
  CHECK(stops("patience", values, alone({3, 5}), 0));
  CHECK_FALSE(stops("patience", values, alone({6, 5}), 0));  // it gets better
}

TEST_CASE("the signed-rank test gives the textbook's probabilities") {
  // Darwin's maize, cross- against self-fertilized: W+ = 96, one-sided p = 0.02062988 (exact).
  CHECK(signed_rank_p({6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75}) == Approx(0.020629882812));
  CHECK(signed_rank_p({1}) == Approx(0.5));
  CHECK(signed_rank_p({1, 2, 3, 4, 5}) == Approx(1.0 / 32));
  CHECK(signed_rank_p({-1, -2, -3, -4, -5}) == 1);
  CHECK(signed_rank_p({1, 1, -1}) == Approx(0.5));  // three of eight choices of signs make more, one as much
  CHECK(signed_rank_p({}) == 1);
  CHECK(signed_rank_p({0, 0}) == 1);
}

TEST_CASE("beyond 50 differences the signed-rank test is the normal approximation, which meets the exact one") {
  std::vector<double> differences;
  for (int i = 1; i <= 50; ++i) differences.push_back(i % 3 == 0 ? -i : i);
  const double exact = signed_rank_p(differences);
  differences.push_back(0.001);
  CHECK(signed_rank_p(differences) == Approx(exact).margin(0.01));
}

TEST_CASE("Wilcoxon's pruner stops what is worse than the best trial at the same steps") {
  const std::vector<double> best{1, 2, 3, 4, 5, 6};
  const auto stops_with = [&](const std::vector<double>& values, bool maximize = false) {
    const History history = history_of({curve(0, State::complete, best), curve(1, State::running, values)}, maximize);
    return stops("wilcoxon", {}, history, 1);
  };
  CHECK_FALSE(stops_with({1.1, 2.2, 3.3}));  // p = 1/8
  CHECK(stops_with({1.1, 2.2, 3.3, 4.4}));   // p = 1/16
  CHECK_FALSE(stops_with({1.1, 2.2, 3.3, 4.4}, true));
  CHECK_FALSE(stops_with({1.1, 2.2, 3.3, 3.6}));
  CHECK_FALSE(stops_with({1.1, 2.1, 3.1, 4.1, 5.1, 0}));  // worse in most steps, and better on the whole
}

TEST_CASE("Wilcoxon's pruner pairs reports by step and needs a best trial") {
  Trial best = curve(0, State::complete, {1, 1, 1, 1}), other = curve(1, State::running, {2, 2, 2, 2});
  CHECK(stops("wilcoxon", {}, history_of({best, other}), 1));
  for (Report& report : other.reports) report.step += 10;
  CHECK_FALSE(stops("wilcoxon", {}, history_of({best, other}), 1));
  best.state = State::pruned;
  CHECK_FALSE(stops("wilcoxon", {}, history_of({best, curve(1, State::running, {2, 2, 2, 2})}), 1));
}
