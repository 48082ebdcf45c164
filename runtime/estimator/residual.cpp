#include <limits>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

class Residual final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 1;
    double h = 0.1;
  };
  explicit Residual(const Options& options)
      : perturbation_(options.perturbation.make()), queries_(options.queries), h_(options.h) {
    if (!perturbation_->centred())
      throw_error(
          ErrorKind::option,
          "ng.estimator.residual needs directions whose mean is 0, as {}'s is not; take another perturbation, or "
          "ng.estimator.coordinate_block",
          options.perturbation.to_string());
  }

  std::int64_t evaluations(std::size_t, std::int64_t estimate) const override {
    return queries_ + (estimate == 0 ? 1 : 0);
  }
  std::int64_t memory(const Point& shape) const override {
    return static_cast<std::int64_t>(sizeof previous_) + perturbation_->memory(shape);
  }
  std::string remembers() const override { return "the value before"; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    perturbation_->draw(key, queries_, base, directions_);
    const bool first = first_;
    if (first) exchange.ask(base);
    for (std::uint32_t j = 0; j < queries_; ++j) exchange.ask(base, h_, directions_[j]);
    const auto f = co_await exchange.values();
    first_ = false;
    Estimate estimate;
    estimate.count(f);
    if (first) remember(f[0]);
    slopes_.clear();
    for (const double value : f.subspan(first ? 1 : 0)) {
      slopes_.push_back((value - previous_) / h_);
      remember(value);
    }
    estimate.add_average(directions_, slopes_, perturbation_->delta(base.dim()));
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  /// Any value that does not depend on a direction leaves its slope right on average, so a failed one leaves the one
  /// before it.
  void remember(double value) {
    if (!failed(value)) previous_ = value;
  }

  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  double h_;
  bool first_ = true;
  double previous_ = std::numeric_limits<double>::quiet_NaN();
  Directions directions_;  // of the estimate in the making
  std::vector<double> slopes_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, residual) {
  using Options = Residual::Options;
  return describe<Estimator, Residual>(
             "residual", "one value a direction, less the value before it: far less variance than one_point")
      .formula(
          "1/q Σ (f(x+h v_j) − f₋)/h · v_j/δ, f₋ the value before that one, whichever estimate asked for it; f(x) "
          "before "
          "the first;  at rest E|ĝ − a|² = (2d ± 1)|a|²/q, + for gaussian, − for fixed lengths")
      .cost("q; the first estimate q+1")
      .memory("one value (8 bytes)")
      .reference("Zhang, Zhou, Ji & Zavlanos, Automatica 136 (2022), eq. 3")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "q, directions an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, "smoothing step: small h means little bias; what x moved between values counts by 1/h",
              {.low = 0, .above_low = true})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.residual { h = 0.1 } } })");
}
