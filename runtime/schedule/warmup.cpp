#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class Warmup final : public Schedule {
 public:
  struct Options {
    std::int64_t steps = 100;
    catalog::Part<Schedule> schedule = "constant";
  };
  explicit Warmup(const Options& options) : steps_(options.steps), schedule_(options.schedule.make()) {}

  double at(const Progress& progress) const override {
    const std::int64_t rest = progress.steps == 0 ? 0 : std::max<std::int64_t>(1, progress.steps - steps_);
    const double value = schedule_->at({std::max<std::int64_t>(0, progress.step - steps_), rest});
    if (progress.step >= steps_) return value;
    return value * (static_cast<double>(progress.step + 1) / static_cast<double>(steps_));
  }

 private:
  std::int64_t steps_;
  std::shared_ptr<Schedule> schedule_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, warmup) {
  using Options = Warmup::Options;
  return describe<Schedule, Warmup>("warmup", "rises along a line to another schedule, which then runs its course")
      .formula("η_t = s(0)·(t+1)/steps before `steps`, s(t − steps) from there on")
      .reference("Goyal et al. 2017: arXiv 1706.02677")
      .option("steps", &Options::steps, "length of the rise", {.low = 1, .unit = "steps"})
      .option("schedule", &Options::schedule, "s: a schedule (its run is what is left of the steps) or a number",
              {.low = 0, .default_text = "0.01"})
      .example(
          "return ng.update.sgd { lr = ng.schedule.warmup { steps = 50,\n"
          "  schedule = ng.schedule.cosine { from = 1e-2, to = 1e-4 } } }");
}
