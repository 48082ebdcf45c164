#include "bindings/run_progress.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using bindings::progress_text, bindings::RunBeginning;

namespace {

/// After three steps of two evaluations each.
std::unique_ptr<Run> begun(const Run::Settings& settings) {
  const auto optimizer = catalog::recipe("optimizer", "zeroth_order",
                                         {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{1}}})},
                                          {"update", part("update", "sgd", {{"lr", 0.0}})}});
  auto run = start_run(optimizer->make<Optimizer>(), point_of({2}), settings);
  FunctionObjective objective(1, [](auto) { return 4.0; });
  for (int i = 0; i < 3; ++i) run->answer(objective, {});
  if (run->assessment_due()) run->assess(objective, {});
  return run;
}

}  // namespace

TEST_CASE("a run's progress says how far it is and how long it will take") {
  const auto run = begun(settings_of(60));
  RunBeginning beginning(*run, 100);
  beginning.evaluations = beginning.steps = 0;
  CHECK(progress_text(*run, beginning, 110) == "6 of 60 evaluations, best value 4, 90 s left");
  CHECK(progress_text(*run, beginning, 200) == "6 of 60 evaluations, best value 4, 15 min left");
  CHECK(progress_text(*run, beginning, 1300) == "6 of 60 evaluations, best value 4, 3.0 h left");
  CHECK(progress_text(*run, RunBeginning(*run, 100), 110) == "6 of 60 evaluations, best value 4");  // gone on with here
}

TEST_CASE("a run of so many steps counts them, and shows its last figures") {
  Run::Settings settings = settings_of(Run::unlimited);
  settings.steps = 9;
  settings.evaluate_every = 3;
  const auto run = begun(settings);
  RunBeginning beginning(*run, 0);
  beginning.steps = 0;
  CHECK(progress_text(*run, beginning, 3) ==
        "step 3 of 9, 6 evaluations, best value 4, 6 s left; after step 3: value 4");
  CHECK(progress_text(*begun(settings_of(Run::unlimited)), beginning, 3) == "6 evaluations, best value 4");
}

TEST_CASE("a run on minibatches shows the running mean of their losses, and how many were no numbers") {
  const auto optimizer = catalog::recipe("optimizer", "zeroth_order",
                                         {{"estimator", part("estimator", "two_point", {{"queries", std::int64_t{1}}})},
                                          {"update", part("update", "sgd", {{"lr", 0.0}})}});
  const auto run = start_run(optimizer->make<Optimizer>(), point_of({2}), settings_of(60));
  RunBeginning beginning(*run, 100);
  double value = 1;
  FunctionObjective objective(1, [&](auto) { return value; });
  for (const double next : {1.0, 3.0, std::nan(""), 5.0}) {
    value = next;
    run->answer(objective, {});
    beginning.follow(*run);
  }
  CHECK(progress_text(*run, beginning, 108) == "8 of 60 evaluations, loss 3 (2 not finite), 52 s left");
  value = 23;
  for (int i = 0; i < 17; ++i) {
    run->answer(objective, {});
    beginning.follow(*run);
  }
  CHECK(beginning.loss == Approx(20));  // so far the mean of twenty
  run->answer(objective, {});
  beginning.follow(*run);
  CHECK(beginning.loss == Approx(20 + 3.0 / 20));
}
