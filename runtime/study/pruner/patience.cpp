#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"

namespace nilgrad::study {
namespace {

class Patience final : public CurvePruner {
 public:
  struct Options {
    std::int64_t patience = 5;
    double improvement = 0;
    catalog::Part<Pruner> pruner;
  };
  explicit Patience(const Options& options) : patience_(options.patience), improvement_(options.improvement) {
    if (options.pruner) wrapped_ = options.pruner.make();
  }

 protected:
  bool stops(const History& history, const Trial& trial) override {
    return has_stalled(history, trial) && (!wrapped_ || wrapped_->should_prune(history, trial.number));
  }

 private:
  bool has_stalled(const History& history, const Trial& trial) const {
    const auto& reports = trial.reports;
    if (static_cast<std::int64_t>(reports.size()) <= patience_) return false;
    const auto least = [&](auto from, auto to) {
      double found = std::numeric_limits<double>::quiet_NaN();
      for (; from != to; ++from) found = std::fmin(found, loss_of(*from, history));
      return found;
    };
    const auto recent = reports.end() - static_cast<std::ptrdiff_t>(patience_);
    const double before = least(reports.begin(), recent);
    return least(recent, reports.end()) >= before - improvement_;  // no, too, where nothing before is a number
  }

  std::int64_t patience_;
  double improvement_;
  std::shared_ptr<Pruner> wrapped_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, patience) {
  using Options = study::Patience::Options;
  return describe<study::Pruner, study::Patience>("patience", "stops trials whose own curve no longer gets better")
      .formula(
          "stop if the best of the last `patience` reports is not better by more than `improvement` than the best "
          "before")
      .cost("nothing: goes by the reports")
      .memory("none")
      .reference("Prechelt, Early stopping – but when?, 1998")
      .option("patience", &Options::patience, "reports without an improvement", {.low = 1, .unit = "reports"})
      .option("improvement", &Options::improvement, "what is too little to count as one", {.low = 0})
      .option("pruner", &Options::pruner, "asked then, and decides; without one, the trial stops")
      .example(
          "local study = ng.study { pruner = ng.pruner.patience { patience = 2, pruner = ng.pruner.median() }, seed = "
          "1 }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float('x', -1, 1)\n"
          "  for step = 1, 10 do\n"
          "    trial:report(step, x ^ 2 + math.max(0.2, 1 / step))\n"
          "    if trial:should_prune() then trial:prune() end\n"
          "  end\n"
          "  return x ^ 2\n"
          "end, { trials = 20 })\n"
          "return study.best");
}
