#include "runtime/catalog/describe.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class Linear final : public Schedule {
 public:
  struct Options {
    double from = 0.01;
    double to = 0;
    std::optional<std::int64_t> steps;
  };
  explicit Linear(Options options) : options_(options) {}

  double at(const Progress& progress) const override {
    const double share = share_of("linear", options_.steps, progress);
    return options_.from * (1 - share) + options_.to * share;
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, linear) {
  using Options = Linear::Options;
  return describe<Schedule, Linear>("linear", "from one value to another along a line")
      .formula("η_t = from·(1 − s) + to·s, s = min(1, t/steps)")
      .option("from", &Options::from, "value at the start", {.low = 0})
      .option("to", &Options::to, "value at the end", {.low = 0})
      .option("steps", &Options::steps, "length", {.low = 1, .unit = "steps", .default_text = "the run's own"})
      .example("return ng.update.sgd { lr = ng.schedule.linear { from = 1e-2, to = 0 } }");
}
