#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"

namespace nilgrad::study {
namespace {

class Threshold final : public CurvePruner {
 public:
  struct Options {
    std::optional<double> lower, upper;
    std::int64_t warmup = 0, interval = 1;
  };
  explicit Threshold(const Options& options) : options_(options) {
    if (options.lower && options.upper && !(*options.lower < *options.upper))
      throw_error(ErrorKind::option, "ng.pruner.threshold: lower = {} must be below upper = {}", *options.lower,
                  *options.upper);
  }

 protected:
  bool stops(const History&, const Trial& trial) override {
    if (!Attention{options_.warmup, options_.interval}.due(trial)) return false;
    const double value = trial.reports.back().value;
    return (options_.lower && value < *options_.lower) || (options_.upper && value > *options_.upper);
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, threshold) {
  using Options = study::Threshold::Options;
  return describe<study::Pruner, study::Threshold>("threshold", "stops trials whose reports leave a range")
      .formula(
          "stop if a report is below lower or above upper: the values as they were reported, whatever is better; a "
          "bound that is\n"
          "not given is none")
      .cost("nothing: goes by the reports")
      .memory("none")
      .option("lower", &Options::lower, "least value of a trial that goes on")
      .option("upper", &Options::upper, "largest value of a trial that goes on")
      .option("warmup", &Options::warmup, "nothing is stopped before this step", {.low = 0, .unit = "steps"})
      .option("interval", &Options::interval, "steps from one look to the next", {.low = 1, .unit = "steps"})
      .example(
          "local study = ng.study { pruner = ng.pruner.threshold { upper = 1.5 }, seed = 1 }\n"
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
