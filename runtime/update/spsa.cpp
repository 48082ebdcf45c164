#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

constexpr std::int64_t pooled_steps = 10;

class Spsa final : public Update {
 public:
  struct Options {
    double step = 0.1;
    double exponent = 0.602;
    std::optional<double> stability;
  };
  explicit Spsa(const Options& options) : step_(options.step) {
    catalog::Values values{{"from", 1.0}, {"exponent", options.exponent}};
    if (options.stability) values["stability"] = *options.stability;
    gain_ = catalog::make<Schedule>("spall", std::move(values));
  }

  void transform(Step& u, const Progress& progress) override {
    if (pooled_ < pooled_steps) {
      const double length = u.norm();
      if (!std::isfinite(length)) return u.clear();
      mean_square_ +=
          (length * length / static_cast<double>(u.x().dim()) - mean_square_) / static_cast<double>(++pooled_);
    }
    if (!(mean_square_ > 0)) return u.clear();
    u.scale(gain_->at(progress) * step_ / std::sqrt(mean_square_));
  }

 private:
  double step_;
  std::shared_ptr<Schedule> gain_;  // a_k of a first gain of 1
  double mean_square_ = 0;          // of ĝ's coordinates, over the first estimates
  std::int64_t pooled_ = 0;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, spsa) {
  using Options = Spsa::Options;
  return describe<Update, Spsa>("spsa",
                                "Spall's gains, the first of them set so that the first step is as long as asked for")
      .formula(
          "x ← x − a_k ĝ, a_k = a/(A+k+1)^α, k from 0; a such that the first step's coordinates have the root mean "
          "square "
          "`step`; the mean square of ĝ is pooled over the first ten estimates, so that a small one gives no huge step")
      .memory("none: ĝ stays scalars and keys")
      .reference("Spall, IEEE Trans. Aerosp. Electron. Syst. 34 (1998)")
      .option("step", &Options::step, "root mean square of the first step's coordinates", {.low = 0, .above_low = true})
      .option("exponent", &Options::exponent, "α", {.low = 0, .high = 1})
      .option("stability", &Options::stability, "A",
              {.low = 0, .unit = "steps", .default_text = "a tenth of the run's steps"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.spsa { step = 0.1 },\n"
          "    estimator = ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), h = 0.01 } } })");
}
