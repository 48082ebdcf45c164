#include <algorithm>
#include <cmath>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/reproducible_math.hpp"

namespace nilgrad {
namespace {

constexpr double target_share = 0.2;       // of the steps should succeed
constexpr double smallest_sigma = 1e-150;  // below, squares of steps vanish
constexpr double largest_sigma = 1e30;     // on a plateau σ grows without end, and float32 coordinates with it

class OnePlusOne final : public Optimizer {
 public:
  struct Options {
    std::optional<double> sigma;
  };
  explicit OnePlusOne(Options options) : options_(options), perturbation_(catalog::make<Perturbation>("gaussian")) {}

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    const double damping = (1 - target_share) * (1 + static_cast<double>(problem.x.dim()) / 2);
    const double grow = reproducible::exp((1 - target_share) / damping);
    const double shrink = reproducible::exp(-target_share / damping);
    double sigma = options_.sigma.value_or(first_sigma(problem));
    const double most = std::max(sigma, largest_sigma);
    exchange.ask(problem.x);
    double best = value_to_beat((co_await exchange.values())[0]);
    Directions move;
    for (std::uint64_t step = 0;; ++step) {
      perturbation_->draw(key.at_step(step), 1, problem.x, move);
      exchange.ask(problem.x, sigma, move[0]);
      const double value = (co_await exchange.values())[0];
      const bool success = std::isfinite(value) && value <= best;  // ties move on: plateaus are crossed
      if (success) {
        best = value;
        add_terms(problem.x, move[0], sigma);
        problem.bounds.clip(problem.x);
      }
      sigma = std::min(most, sigma * (success ? grow : shrink));
      if (sigma < smallest_sigma) co_return std::isfinite(best) ? "converged" : "no finite values";
      exchange.finish_step();
    }
  }

 private:
  /// 0.3 of the narrowest finite interval, else 0.3.
  static double first_sigma(const Problem& problem) {
    double width = 1e300;
    for (std::size_t i = 0; i < problem.x.dim(); ++i)
      width = std::min(width, problem.bounds.upper_at(i) - problem.bounds.lower_at(i));
    return 0.3 * (width < 1e300 ? width : 1);
  }

  Options options_;
  std::shared_ptr<Perturbation> perturbation_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, one_plus_one) {
  using Options = OnePlusOne::Options;
  return describe<Optimizer, OnePlusOne>("one_plus_one", "a (1+1) evolution strategy with the one-fifth success rule")
      .formula(
          "x ← x + σ z if f(x + σ z) ≤ f(x), z ~ N(0, I);  σ ← σ·exp((s − 1/5)/(1 − 1/5)/(1 + d/2)), s = 1 on success, "
          "else 0")
      .cost("1 a step, and 1 for the start point")
      .memory("none")
      .reference("Rechenberg 1973; Igel, Hansen & Roth, Evol. Comput. 15 (2007)")
      .option("sigma", &Options::sigma, "σ at the start",
              {.low = 0, .above_low = true, .default_text = "0.3 of the narrowest interval, or 0.3"})
      .example(
          "return ng.minimize(ng.objective.rosenbrock { dim = 4 }, { seed = 1, budget = 4000,\n"
          "  optimizer = ng.optimizer.one_plus_one { sigma = 0.5 } })");
}
