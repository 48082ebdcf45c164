#include "runtime/catalog/describe.hpp"
#include "runtime/reproducible_math.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class Cosine final : public Schedule {
 public:
  struct Options {
    double from = 0.01;
    double to = 0;
    std::optional<std::int64_t> steps;
  };
  explicit Cosine(Options options) : options_(options) {}

  double at(const Progress& progress) const override {
    const double share = share_of("cosine", options_.steps, progress);
    return options_.to + (options_.from - options_.to) * (1 + reproducible::cos_pi(share)) / 2;
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, cosine) {
  using Options = Cosine::Options;
  return describe<Schedule, Cosine>("cosine", "from one value to another along half a cosine")
      .formula("η_t = to + (from − to)·(1 + cos(π·min(1, t/steps)))/2")
      .reference("Loshchilov & Hutter, ICLR 2017")
      .option("from", &Options::from, "value at the start", {.low = 0})
      .option("to", &Options::to, "value at the end", {.low = 0})
      .option("steps", &Options::steps, "length", {.low = 1, .unit = "steps", .default_text = "the run's own"})
      .example("return ng.update.adam { lr = ng.schedule.cosine { from = 1e-2, to = 1e-4 } }");
}
