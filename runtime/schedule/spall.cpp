#include "runtime/catalog/describe.hpp"
#include "runtime/reproducible_math.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class Spall final : public Schedule {
 public:
  struct Options {
    double from = 0.01;
    double exponent = 0.602;
    std::optional<double> stability;
  };
  explicit Spall(Options options) : options_(options) {}

  double at(const Progress& progress) const override {
    if (!options_.stability && progress.steps <= 0)
      throw Error(
          ErrorKind::option,
          "Spall's gains fall by the length of the run: give stability = … (a tenth of its steps), or the run a "
          "budget or steps");
    const double stability = options_.stability.value_or(static_cast<double>(progress.steps) / 10);
    const double first = stability + 1, now = first + static_cast<double>(progress.step);
    return options_.from * reproducible::pow(first / now, options_.exponent);
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(schedule, spall) {
  using Options = Spall::Options;
  return describe<Schedule, Spall>("spall", "a power of the step that stochastic approximation converges with")
      .formula("η_t = from·((A+1)/(A+t+1))^α, t from 0")
      .reference("Spall, IEEE Trans. Aerosp. Electron. Syst. 34 (1998): α = .602 for steps, .101 (with A = 0) for h")
      .option("from", &Options::from, "value at the first step", {.low = 0})
      .option("exponent", &Options::exponent, "α", {.low = 0, .high = 1})
      .option("stability", &Options::stability, "A",
              {.low = 0, .unit = "steps", .default_text = "a tenth of the run's steps"})
      .example("return ng.update.sgd { lr = ng.schedule.spall { from = 0.1 } }");
}
