#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

class Comparison final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 1;
    StepOption h;
  };
  explicit Comparison(const Options& options)
      : perturbation_(options.perturbation.make()),
        queries_(options.queries),
        smoothing_(options.h, Difference::central) {}

  std::int64_t evaluations(std::size_t, std::int64_t) const override { return 2 * std::int64_t{queries_}; }
  std::int64_t memory(const Point& shape) const override {
    return perturbation_->memory(shape) + smoothing_.memory(shape);
  }
  std::string remembers() const override { return joined_memories(perturbation_->remembers(), smoothing_.remembers()); }
  bool unbiased() const override { return false; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search(exchange, base, key, *perturbation_, estimate);
    const double h = estimate.h = smoothing_.along(base);
    perturbation_->draw(key, queries_, base, directions_);
    const Directions& probing = smoothing_.probing(directions_);
    for (std::uint32_t j = 0; j < queries_; ++j)
      for (const double side : {+h, -h}) exchange.ask(base, side, probing[j]);
    const auto f = co_await exchange.values();
    std::vector<double> slopes, signs;
    for (std::size_t j = 0; j < queries_; ++j) {
      const double difference = f[2 * j] - f[2 * j + 1];
      slopes.push_back(difference / (2 * h));
      signs.push_back(difference > 0 ? 1 : difference < 0 ? -1 : difference);  // NaN stays: a failed comparison
    }
    smoothing_.observe(slopes, h);
    estimate.count(f);
    estimate.add_average(smoothing_.estimating(directions_), signs, std::sqrt(perturbation_->delta(base.dim())));
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  Smoothing smoothing_;
  Directions directions_;  // of the estimate in the making
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, comparison) {
  using Options = Comparison::Options;
  return describe<Estimator, Comparison>(
             "comparison",
             "which of two points is better, 1 bit a direction: for oracles that compare and do not measure")
      .formula(
          "1/q Σ sign(f(x+h v_j) − f(x−h v_j)) · v_j/√δ, sign(0) = 0: the gradient's direction, not its length.  With "
          "gaussian directions on average √(2/π)·a/|a|, with E|ĝ − E ĝ|² = (d − 2/π)/q")
      .cost("2q, two a comparison")
      .memory("q signs and keys while it is made; nothing between estimates")
      .reference("Cheng et al., ICLR 2020: Sign-OPT")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "q, comparisons an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, step_help, step_limits("∛ε·max(1,|x|), |x| the root mean square"))
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.comparison { queries = 4 } } })");
}
