#include <cmath>

#include "runtime/algorithm/optimizer.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {
namespace {

class RandomSearch final : public Optimizer {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    catalog::Part<Schedule> sigma = "constant";
  };
  explicit RandomSearch(const Options& options)
      : perturbation_(options.perturbation.make()), sigma_(options.sigma.make()) {}

  Algorithm<std::string> run(Exchange& exchange, Problem problem) override {
    const Key key = Key::from(problem.seed, Purpose::direction, problem.stream);
    Progress progress;
    progress.steps = problem.planned_steps(1);
    exchange.ask(problem.x);
    double best = value_to_beat((co_await exchange.values())[0]);
    Directions move;
    for (;; ++progress.step) {
      perturbation_->draw(key.at_step(static_cast<std::uint64_t>(progress.step)), 1, problem.x, move);
      const double sigma = sigma_->at(progress);
      exchange.ask(problem.x, sigma, move[0]);
      const double value = (co_await exchange.values())[0];
      if (std::isfinite(value) && value < best) {
        best = value;
        add_terms(problem.x, move[0], sigma);
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

NILGRAD_DESCRIBE(optimizer, random_search) {
  using Options = RandomSearch::Options;
  return describe<Optimizer, RandomSearch>("random_search", "a random step, kept if it is better")
      .formula("x ← x + σ v if f(x + σ v) < f(x)")
      .cost("1 a step, and 1 for the start point")
      .memory("none")
      .reference("Matyas, Automation and Remote Control 26 (1965)")
      .option("perturbation", &Options::perturbation, "distribution of the steps")
      .option("sigma", &Options::sigma, "σ, size of the steps", {.low = 0, .default_text = "0.01"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.random_search { sigma = 0.1 } })");
}
