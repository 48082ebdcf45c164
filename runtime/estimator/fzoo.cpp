#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

/// √(Σ (f − mean)²/(n−1)) of the values that have not failed; 0 of fewer than two.
double deviation_of(std::span<const double> values) {
  double sum = 0, squares = 0;
  std::size_t n = 0;
  for (const double value : values)
    if (!failed(value)) {
      sum += value;
      ++n;
    }
  if (n < 2) return 0;
  const double mean = sum / static_cast<double>(n);
  for (const double value : values)
    if (!failed(value)) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(n - 1));
}

class Fzoo final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "rademacher";
    std::uint32_t queries = 8;
    double h = 1e-3;
  };
  explicit Fzoo(const Options& options)
      : perturbation_(options.perturbation.make()), queries_(options.queries), h_(options.h) {}

  std::int64_t evaluations(std::size_t, std::int64_t) const override { return queries_ + std::int64_t{1}; }
  std::int64_t memory(const Point& shape) const override { return perturbation_->memory(shape); }
  std::string remembers() const override { return perturbation_->remembers(); }
  bool unbiased() const override { return false; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    perturbation_->draw(key, queries_, base, directions_);
    exchange.ask(base);
    for (std::uint32_t j = 0; j < queries_; ++j) exchange.ask(base, h_, directions_[j]);
    const auto f = co_await exchange.values();
    Estimate estimate;
    estimate.count(f);
    estimate.h = h_;
    const double deviation = deviation_of(f.subspan(1));
    if (!(deviation > 0) || !std::isfinite(1 / deviation)) co_return estimate;  // says nothing about the gradient
    std::vector<double> slopes;
    for (const double value : f.subspan(1)) slopes.push_back((value - f[0]) / (h_ * deviation));
    estimate.add_average(directions_, slopes, perturbation_->delta(base.dim()));
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  double h_;
  Directions directions_;  // of the estimate in the making
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, fzoo) {
  using Options = Fzoo::Options;
  return describe<Estimator, Fzoo>(
             "fzoo", "one-sided differences divided by the values' own deviation: steps of like length, steep or flat")
      .formula(
          "ĝ/σ, ĝ = 1/N Σ (f(x+h v_j) − f(x))/h · v_j/δ, σ² = 1/(N−1) Σ (f(x+h v_j) − mean)². Since σ ≈ h|∇f|, a step "
          "of sgd has a length of about η/h · √(d/N): as normalized gradients, so η is chosen with h. Where σ = 0 "
          "there is no estimate")
      .cost("N+1")
      .memory("N scalars and keys")
      .reference("Dang et al. 2025: FZOO (arXiv 2506.09034)")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "N, directions an estimate",
              {.low = 2, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, "smoothing step", {.low = 0, .above_low = true})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 1e-5 },\n"
          "    estimator = ng.estimator.fzoo() } })");
}
