#include <cmath>
#include <numeric>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"
#include "runtime/study/pruner/signed_rank.hpp"

namespace nilgrad::study {
namespace {

class Wilcoxon final : public CurvePruner {
 public:
  struct Options {
    double p = 0.1;
    std::int64_t startup = 2;
  };
  explicit Wilcoxon(const Options& options) : options_(options) {}

 protected:
  bool stops(const History& history, const Trial& trial) override {
    const Trial* best = history.best();
    if (!best || best->number == trial.number) return false;
    const std::vector<double> worse_by = paired_differences(history, trial, *best);
    if (static_cast<std::int64_t>(worse_by.size()) < options_.startup) return false;
    const double sum = std::accumulate(worse_by.begin(), worse_by.end(), 0.0);
    return sum > 0 && signed_rank_p(worse_by) < options_.p;
  }

 private:
  static std::vector<double> paired_differences(const History& history, const Trial& trial, const Trial& best) {
    std::vector<double> differences;
    auto other = best.reports.begin();
    for (const Report& report : trial.reports) {
      while (other != best.reports.end() && other->step < report.step) ++other;
      if (other == best.reports.end()) break;
      const double difference = loss_of(report, history) - loss_of(*other, history);
      if (other->step == report.step && std::isfinite(difference)) differences.push_back(difference);
    }
    return differences;
  }

  Options options_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, wilcoxon) {
  using Options = study::Wilcoxon::Options;
  return describe<study::Pruner, study::Wilcoxon>(
             "wilcoxon", "stops repeated evaluations that are worse than the best trial's with some certainty")
      .formula(
          "for objectives that average over folds, seeds or instances and report each under its number as the step: "
          "stop if\n"
          "Wilcoxon's signed-rank test of the differences to the best trial's reports, step by step, has p below `p` "
          "for\n"
          "\"worse\", unless their mean says better")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Wilcoxon, Biometrics Bulletin 1 (1945)")
      .option("p", &Options::p, "the test's level", {.low = 0, .high = 1})
      .option("startup", &Options::startup, "pairs before any trial is stopped", {.low = 1, .unit = "steps"})
      .example(
          "local study = ng.study { pruner = ng.pruner.wilcoxon(), seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local x, sum = trial:float('x', -1, 1), 0\n"
          "  for fold = 1, 10 do\n"
          "    local loss = (x - fold / 100) ^ 2\n"
          "    sum = sum + loss\n"
          "    trial:report(fold, loss)\n"
          "    if trial:should_prune() then trial:prune() end\n"
          "  end\n"
          "  return sum / 10\n"
          "end, { trials = 20 })\n"
          "return study.best");
}
