#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"

namespace nilgrad::study {
namespace {

class Percentile final : public CurvePruner {
 public:
  struct Options {
    double percentile = 25;
    std::int64_t startup = 5, warmup = 0, interval = 1, min_trials = 1;
  };
  explicit Percentile(const Options& options)
      : percentile_(options.percentile),
        comparison_{options.startup, options.min_trials, {options.warmup, options.interval}} {}

 protected:
  bool stops(const History& history, const Trial& trial) override {
    return worse_than_percentile(history, trial, comparison_, percentile_);
  }

 private:
  double percentile_;
  Comparison comparison_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, percentile) {
  using Options = study::Percentile::Options;
  return describe<study::Pruner, study::Percentile>("percentile",
                                                    "keeps trials among the best few per cent at their step")
      .formula("stop at step s if min_t≤s f_t > percentile of the complete trials' f_s (of their last report up to s)")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Golovin et al., KDD 2017, with another share than half")
      .option("percentile", &Options::percentile, "the share to keep; 50 is ng.pruner.median",
              {.low = 0, .high = 100, .unit = "%"})
      .option("startup", &Options::startup, "complete trials before any is stopped", {.low = 0, .unit = "trials"})
      .option("warmup", &Options::warmup, "nothing is stopped before this step", {.low = 0, .unit = "steps"})
      .option("interval", &Options::interval, "steps from one look to the next", {.low = 1, .unit = "steps"})
      .option("min_trials", &Options::min_trials, "complete trials that must have reached the step",
              {.low = 1, .unit = "trials"})
      .example(
          "local study = ng.study { pruner = ng.pruner.percentile { percentile = 30 }, seed = 1 }\n"
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
