#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"
#include "runtime/study/pruner/halving.hpp"

namespace nilgrad::study {
namespace {

class Asha final : public CurvePruner {
 public:
  struct Options {
    std::int64_t min_resource = 1, reduction = 4;
    std::optional<std::int64_t> max_resource;
  };
  explicit Asha(const Options& options) : options_(options) {}

 protected:
  bool stops(const History& history, const Trial& trial) override {
    if (options_.max_resource && trial.reports.back().step >= *options_.max_resource) return false;
    return loses_rung(history, trial, {options_.min_resource, options_.reduction}, [](const Trial&) { return true; });
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, asha) {
  using Options = study::Asha::Options;
  return describe<study::Pruner, study::Asha>("asha",
                                              "at growing steps, one of η trials goes on; nobody waits for anybody")
      .formula(
          "at each step r ηᵏ the trial goes on if it is among the best 1/η of the trials that have got there until "
          "then,\n"
          "running or over; among fewer than η, if it is the best. Decided at the first report at or after the step:\n"
          "ask after every report")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Li et al., MLSys 2020, with stopping in the place of pausing")
      .option("min_resource", &Options::min_resource, "r, the step of the first comparison",
              {.low = 1, .unit = "steps"})
      .option("reduction", &Options::reduction, "η", {.low = 2})
      .option("max_resource", &Options::max_resource, "from this step on, trials are over and none is stopped",
              {.low = 1, .unit = "steps"})
      .example(
          "local study = ng.study { pruner = ng.pruner.asha { reduction = 2 }, seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float('x', -1, 1)\n"
          "  for step = 1, 10 do\n"
          "    trial:report(step, x ^ 2 + 1 / step)\n"
          "    if trial:should_prune() then trial:prune() end\n"
          "  end\n"
          "  return x ^ 2\n"
          "end, { trials = 20 })\n"
          "return study.best");
}
