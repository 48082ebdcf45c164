#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"
#include "runtime/study/pruner/halving.hpp"

namespace nilgrad::study {
namespace {

class SuccessiveHalving final : public CurvePruner {
 public:
  struct Options {
    std::int64_t min_resource = 1, reduction = 4, early_rate = 0, cohort = 0;
  };
  explicit SuccessiveHalving(const Options& options) : cohort_(options.cohort) {
    rungs_.reduction = options.reduction;
    const double first = static_cast<double>(options.min_resource) *
                         std::pow(static_cast<double>(options.reduction), static_cast<double>(options.early_rate));
    if (first > 1e15)
      throw_error(ErrorKind::option,
                  "ng.pruner.successive_halving: early_rate = {} puts the first comparison at step {:g}",
                  options.early_rate, first);
    rungs_.first = static_cast<std::int64_t>(first);
  }

 protected:
  bool stops(const History& history, const Trial& trial) override {
    const auto competes = [&](const Trial& other) {
      return cohort_ == 0 || other.number / cohort_ == trial.number / cohort_;
    };
    return loses_rung(history, trial, rungs_, competes, cohort_);
  }

 private:
  Rungs rungs_;
  std::int64_t cohort_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, successive_halving) {
  using Options = study::SuccessiveHalving::Options;
  return describe<study::Pruner, study::SuccessiveHalving>("successive_halving",
                                                           "at growing steps, one of η trials goes on")
      .formula(
          "at each step r η^(s+k) the trial goes on if it is among the best 1/η of the trials that have got there "
          "until then\n"
          "(asynchronous: the rule of ng.pruner.asha). With a cohort of n: trials 0 … n−1, n … 2n−1, … are halved "
          "among\n"
          "themselves; a trial stops once n/η^(k+1) of its cohort are better, so that whoever halving in step would "
          "keep\n"
          "is kept, in any order of arrival, together with some who came early: more steps, fewer mistakes")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Jamieson & Talwalkar, AISTATS 2016; Li et al., MLSys 2020")
      .option("min_resource", &Options::min_resource, "r, the step of the first comparison",
              {.low = 1, .unit = "steps"})
      .option("reduction", &Options::reduction, "η", {.low = 2})
      .option("early_rate", &Options::early_rate, "s, comparisons left out at the start", {.low = 0})
      .option("cohort", &Options::cohort, "n, trials that are halved together; 0: all, asynchronously",
              {.low = 0, .unit = "trials"})
      .example(
          "local study = ng.study { pruner = ng.pruner.successive_halving(), seed = 1 }\n"
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
