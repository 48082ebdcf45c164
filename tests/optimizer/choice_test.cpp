#include "runtime/optimizer/choice.hpp"

#include <catch2/catch.hpp>

#include "runtime/catalog/descriptor.hpp"

using namespace nilgrad;

namespace {

Run::Settings settings(std::int64_t budget, Bounds bounds = {}) {
  Run::Settings settings;
  settings.budget = budget;
  settings.bounds = std::move(bounds);
  return settings;
}

std::string chosen(std::size_t dim, const Run::Settings& settings, bool noisy = false) {
  return choose_optimizer(dim, settings, noisy).optimizer->to_string();
}

constexpr const char* cmaes = "ng.optimizer.cmaes { restarts = 'bipop' }";

}  // namespace

TEST_CASE("up to five hundred variables CMA-ES is chosen for 200 evaluations a variable and more") {
  CHECK(chosen(2, settings(400)) == cmaes);
  CHECK(chosen(1, settings(200)) == cmaes);
  CHECK(chosen(100, settings(20000)) == cmaes);
  CHECK(chosen(500, settings(100000)) == cmaes);
  CHECK(chosen(500, settings(Run::unlimited)) == cmaes);
  CHECK(chosen(7, settings(Run::unlimited)) == cmaes);
  CHECK(choose_optimizer(2, settings(400), false).why ==
        "chosen for dimension 2 ≤ 100 and at least 200 evaluations a variable");
  CHECK(choose_optimizer(2, settings(Run::unlimited), false).why ==
        "chosen for dimension 2 ≤ 100 and no limit of evaluations");
}

TEST_CASE("for fewer evaluations a model is chosen, linear in one variable and quadratic in more") {
  CHECK(chosen(2, settings(399)) == "ng.optimizer.bobyqa()");
  CHECK(chosen(100, settings(19999)) == "ng.optimizer.bobyqa()");
  CHECK(chosen(1, settings(199)) == "ng.optimizer.cobyla()");
  CHECK(choose_optimizer(2, settings(399), false).why ==
        "chosen for dimension 2 ≤ 100 and fewer than 200 evaluations a variable");
}

TEST_CASE("above a hundred variables a model takes more evaluations than there are, and (1+1) is chosen") {
  CHECK(chosen(101, settings(20199)) == "ng.optimizer.one_plus_one()");
  CHECK(chosen(500, settings(99999)) == "ng.optimizer.one_plus_one()");
  CHECK(chosen(501, settings(25050)) == "ng.optimizer.one_plus_one()");
  CHECK(choose_optimizer(501, settings(25050), false).why ==
        "chosen for dimension 501 > 500 and at least 50 evaluations a variable");
  CHECK(choose_optimizer(101, settings(1000), false).why ==
        "chosen for dimension 100 < 101 ≤ 500 and fewer than 200 evaluations a variable");
}

TEST_CASE("noise that was told makes ranks the choice earlier") {
  CHECK(chosen(2, settings(60), true) == cmaes);
  CHECK(chosen(2, settings(59), true) == "ng.optimizer.bobyqa()");
  CHECK(choose_optimizer(2, settings(60), true).why ==
        "chosen for dimension 2 ≤ 100 and at least 30 noisy evaluations a variable");
}

TEST_CASE("above a hundred variables noise that was told makes averages the choice, with h to fit it") {
  CHECK(chosen(101, settings(100000), true).find("two_point { h = 'auto', ") != std::string::npos);
  CHECK_NOTHROW(choose_optimizer(101, settings(100000), true).optimizer->make<Optimizer>());
  CHECK(choose_optimizer(101, settings(100000), true).why == "chosen for dimension 101 > 100 and noise");
}

TEST_CASE("above five hundred variables a falling adam is chosen for few evaluations") {
  CHECK(choose_optimizer(501, settings(25049), false).why ==
        "chosen for dimension 501 > 500 and fewer than 50 evaluations a variable");
  CHECK(chosen(501, settings(1000)) ==
        "ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), "
        "queries = 8 }, update = ng.update.adam { lr = ng.schedule.cosine { from = 0.02, to = 0.0002 } } }");
}

TEST_CASE("the rate chosen is 2 % of the narrowest interval") {
  Bounds bounds{{0}, std::vector<double>(600, 50.0)};
  bounds.upper[7] = 10;
  CHECK(chosen(600, settings(1000, bounds)).find("from = 0.2,") != std::string::npos);
  CHECK(chosen(600, settings(1000, {{0}, {}})).find("from = 0.02,") != std::string::npos);
}

TEST_CASE("a run of unknown length is given a rate that needs none") {
  const Choice choice = choose_optimizer(600, settings(Run::unlimited), false);
  CHECK(choice.optimizer->to_string().find("ng.schedule.inverse_sqrt { from = 0.02 }") != std::string::npos);
  CHECK_NOTHROW(choice.optimizer->make<Optimizer>());
  Run::Settings by_steps = settings(Run::unlimited);
  by_steps.steps = 10;
  CHECK(chosen(600, by_steps).find("ng.schedule.cosine") != std::string::npos);
}
