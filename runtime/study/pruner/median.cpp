#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"

namespace nilgrad::study {
namespace {

class Median final : public CurvePruner {
 public:
  struct Options {
    std::int64_t startup = 5, warmup = 0, interval = 1, min_trials = 1;
  };
  explicit Median(const Options& options)
      : comparison_{options.startup, options.min_trials, {options.warmup, options.interval}} {}

 protected:
  bool stops(const History& history, const Trial& trial) override {
    return worse_than_percentile(history, trial, comparison_, 50);
  }

 private:
  Comparison comparison_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, median) {
  using Options = study::Median::Options;
  return describe<study::Pruner, study::Median>("median", "stops trials that are worse than half of the complete ones")
      .formula("stop at step s if min_t≤s f_t > median of the complete trials' f_s (of their last report up to s)")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Golovin et al., KDD 2017 (median stopping rule)")
      .option("startup", &Options::startup, "complete trials before any is stopped", {.low = 0, .unit = "trials"})
      .option("warmup", &Options::warmup, "nothing is stopped before this step", {.low = 0, .unit = "steps"})
      .option("interval", &Options::interval, "steps from one look to the next", {.low = 1, .unit = "steps"})
      .option("min_trials", &Options::min_trials, "complete trials that must have reached the step",
              {.low = 1, .unit = "trials"})
      .example(
          "local study = ng.study { pruner = ng.pruner.median { startup = 3 }, seed = 1 }\n"
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
