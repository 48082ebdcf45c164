#include "runtime/catalog/describe.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class Constant final : public Schedule {
 public:
  struct Options {
    double value = 0.01;
  };
  explicit Constant(Options options) : options_(options) {}
  double at(const Progress&) const override { return options_.value; }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, constant) {
  return describe<Schedule, Constant>("constant", "the same value at every step")
      .formula("η_t = value")
      .option("value", &Constant::Options::value, "the value", {.low = 0})
      .positional({"value"})
      .example("return ng.update.sgd { lr = ng.schedule.constant(0.01) }");
}
