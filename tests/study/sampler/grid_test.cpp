#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/study/sampler/trying.hpp"

using namespace nilgrad;
using namespace nilgrad::study;

namespace {

/// Runs until the grid is used up; returns how many trials that took.
std::int64_t use_up(Trying& study, const Trying::Objective& objective, std::int64_t most = 1000) {
  std::int64_t n = 0;
  while (n < most && !study.sampler->exhausted({study.history, n})) {
    study.run(objective);
    ++n;
  }
  return n;
}

}  // namespace

TEST_CASE("a grid tries every combination once and ends") {
  Trying study("grid", 1, {{"values", std::int64_t{3}}});
  std::set<std::tuple<double, std::int64_t, std::string, double>> tried;
  const auto count = use_up(study, [&](auto& t) {
    tried.emplace(t.real("x", -1, 1), t.integer("n", 1, 4), t.choice("c", {"a", "b"}), t.real("l", 1e-3, 10, true));
    return 0.0;
  });
  CHECK(count == 3 * 4 * 2 * 3);
  CHECK(tried.size() == 72);
  CHECK(tried.contains({-1.0, 1, "a", 1e-3}));
  CHECK(tried.contains({1.0, 4, "b", 10.0}));
}

TEST_CASE("a grid has one combination for all values of a parameter that its trial does not ask for") {
  Trying study("grid", 4, {{"values", std::int64_t{5}}});
  const auto count = use_up(study, [&](auto& t) {
    return t.choice("kernel", {"linear", "rbf"}) == "rbf" ? t.real("gamma", 1e-3, 1, true) : t.real("bias", 0, 1);
  });
  CHECK(count == 10);
}

TEST_CASE("a default configuration that is not on the grid costs one trial more") {
  Trying study("grid", 1, {{"values", std::int64_t{4}}});
  study.defaults = {{"x", 0.77}};
  CHECK(use_up(study, [](auto& t) { return t.real("x", 0, 1); }) == 5);
}

TEST_CASE("a parameter that the user has fixed between the grid's values does not keep it from ending") {
  Trying study("grid", 1, {{"values", std::int64_t{4}}});
  study.fixed = {{"x", 0.77}};
  std::set<std::int64_t> tried;
  const auto count = use_up(study, [&](auto& t) {
    t.real("x", 0, 1);
    return static_cast<double>(*tried.insert(t.integer("n", 1, 6)).first);
  });
  CHECK(tried.size() == 6);
  CHECK(count <= 7);
}

TEST_CASE("a grid spreads an int of many values and leaves a short one whole") {
  Trying study("grid", 1, {{"integers", std::int64_t{5}}});
  std::set<std::int64_t> many;
  use_up(study, [&](auto& t) { return static_cast<double>(*many.insert(t.integer("n", 1, 1000, true)).first); });
  CHECK(many.size() == 5);
  CHECK((many.contains(1) && many.contains(1000)));
}

TEST_CASE("a grid goes on where trials of other workers are running, and leaves out what is not allowed") {
  Trying study("grid", 1);
  study.sampler->set_allowed([](const Given& values) {
    const auto n = values.find("n");
    return n == values.end() || std::get<std::int64_t>(n->second) != 3;
  });
  study.run([](auto& t) { return static_cast<double>(t.integer("n", 1, 8)); }, 7, 3);
  std::set<std::int64_t> tried;
  for (const Trial& trial : study.history.trials()) tried.insert(std::get<std::int64_t>(trial.parameters[0].value));
  CHECK(tried.size() == 7);
}

TEST_CASE("a grid refuses what is too large for it, saying so") {
  Trying study("grid", 1);
  CHECK_THROWS_WITH(study.run([](auto& t) { return t.ask("o", Domain::permutation(20)).index() == 4 ? 1.0 : 0.0; }),
                    Catch::Contains("'o'") && Catch::Contains("20 items"));
  Trying wide("grid", 1, {{"values", std::int64_t{1000}}});
  const auto objective = [](auto& t) { return t.real("a", 0, 1) + t.real("b", 0, 1) + t.real("c", 0, 1); };
  wide.run(objective);
  CHECK_THROWS_WITH(wide.run(objective), Catch::Contains("100000000 configurations"));
}
