#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

class TwoPoint final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 1;
    StepOption h;
    std::string side = "central";
  };
  explicit TwoPoint(const Options& options)
      : perturbation_(options.perturbation.make()),
        queries_(options.queries),
        central_(options.side == "central"),
        smoothing_(options.h, central_ ? Difference::central : Difference::forward) {}

  std::int64_t evaluations(std::size_t, std::int64_t) const override {
    return central_ ? 2 * std::int64_t{queries_} : queries_ + 1;
  }
  std::int64_t memory(const Point& shape) const override {
    return perturbation_->memory(shape) + smoothing_.memory(shape);
  }
  std::string remembers() const override { return joined_memories(perturbation_->remembers(), smoothing_.remembers()); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search(exchange, base, key, *perturbation_, estimate);
    const double h = estimate.h = smoothing_.along(base);
    perturbation_->draw(key, queries_, base, directions_);
    const Directions& probing = smoothing_.probing(directions_);
    if (!central_) exchange.ask(base);
    for (std::uint32_t j = 0; j < queries_; ++j) {
      exchange.ask(base, h, probing[j]);
      if (central_) exchange.ask(base, -h, probing[j]);
    }
    const auto f = co_await exchange.values();
    slopes_.clear();
    for (std::size_t j = 0; j < queries_; ++j)
      slopes_.push_back(central_ ? (f[2 * j] - f[2 * j + 1]) / (2 * h) : (f[j + 1] - f[0]) / h);
    smoothing_.observe(slopes_, h);
    estimate.count(f);
    estimate.add_average(smoothing_.estimating(directions_), slopes_, perturbation_->delta(base.dim()));
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  bool central_;
  Smoothing smoothing_;
  Directions directions_;  // of the estimate in the making; kept to save the allocation
  std::vector<double> slopes_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, two_point) {
  using Options = TwoPoint::Options;
  return describe<Estimator, TwoPoint>("two_point", "directional differences along random directions")
      .formula("central: 1/q Σ (f(x+h v_j) − f(x−h v_j))/2h · v_j/δ;  forward: 1/q Σ (f(x+h v_j) − f(x))/h · v_j/δ")
      .cost("central 2q, forward q+1")
      .memory("q scalars and keys; h = 'auto' keeps what it found (40 bytes)")
      .reference("Spall 1992 (SPSA, with rademacher); Nesterov & Spokoiny 2017; Malladi et al., NeurIPS 2023 (MeZO)")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "q, directions an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, step_help, step_limits())
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.two_point { queries = 8 }, seed = 7 })\n"
          "return e:dense()");
}
