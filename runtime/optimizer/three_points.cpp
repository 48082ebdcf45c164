#include <algorithm>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class ThreePoints final : public Optimizer {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    catalog::Part<Schedule> sigma = "constant";
  };
  explicit ThreePoints(const Options& options)
      : perturbation_(options.perturbation.make()), sigma_(options.sigma.make()) {}

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    Progress progress;
    progress.steps = problem.planned_steps(2);
    exchange.ask(problem.x);
    double best = value_to_beat((co_await exchange.values())[0]);
    Directions move;
    for (;; ++progress.step) {
      perturbation_->draw(key.at_step(static_cast<std::uint64_t>(progress.step)), 1, problem.x, move);
      const double sigma = sigma_->at(progress);
      for (const double side : {+sigma, -sigma}) exchange.ask(problem.x, side, move[0]);
      const auto f = co_await exchange.values();
      const double plus = value_to_beat(f[0]), minus = value_to_beat(f[1]);
      if (std::min(plus, minus) < best) {
        best = std::min(plus, minus);
        add_terms(problem.x, move[0], plus <= minus ? sigma : -sigma);
        problem.bounds.clip(problem.x);
      }
      exchange.finish_step();
    }
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::shared_ptr<Schedule> sigma_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, three_points) {
  using Options = ThreePoints::Options;
  return describe<Optimizer, ThreePoints>("three_points",
                                          "stochastic three points: a random step, its opposite, or none")
      .formula("x ← argmin { f(x), f(x + σ v), f(x − σ v) }; x stays where neither is better")
      .cost("2 a step, and 1 for the start point")
      .memory("none")
      .reference("Bergou, Gorbunov & Richtárik, SIAM J. Optim. 30 (2020)")
      .option("perturbation", &Options::perturbation, "distribution of the steps")
      .option("sigma", &Options::sigma, "σ, size of the steps: a number, or a schedule that falls",
              {.low = 0, .default_text = "0.01"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.three_points { sigma = ng.schedule.inverse_sqrt(0.3) } })");
}
