#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class InverseSqrt final : public Schedule {
 public:
  struct Options {
    double from = 0.01;
  };
  explicit InverseSqrt(Options options) : options_(options) {}
  double at(const Progress& progress) const override {
    return options_.from / std::sqrt(static_cast<double>(progress.step) + 1);
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, inverse_sqrt) {
  return describe<Schedule, InverseSqrt>("inverse_sqrt", "falls as one over the square root of the step")
      .formula("η_t = from/√(t+1), t from 0")
      .reference("the rate of stochastic approximation: Nemirovski et al., SIAM J. Optim. 19 (2009)")
      .option("from", &InverseSqrt::Options::from, "value at the first step", {.low = 0})
      .positional({"from"})
      .example("return ng.update.sgd { lr = ng.schedule.inverse_sqrt(0.1) }");
}
