#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

/// Ranks of the finite values, centred and scaled into [−½, ½]: the least is −½, the greatest ½, equal values share the
/// mean of their ranks. The weight of a failed value is 0 and it takes no rank. The weights of fewer than two finite
/// values would say nothing; `ranked` is how many there were.
struct CentredRanks {
  std::vector<double> weights;
  std::size_t ranked = 0;

  explicit CentredRanks(std::span<const double> values) : weights(values.size(), 0.0) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!failed(values[i])) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
    ranked = order.size();
    if (ranked < 2) return;
    for (std::size_t first = 0, end = 0; first < ranked; first = end) {
      while (end < ranked && values[order[end]] == values[order[first]]) ++end;
      const double rank = static_cast<double>(first + end - 1) / 2;
      for (std::size_t k = first; k < end; ++k) weights[order[k]] = rank / static_cast<double>(ranked - 1) - 0.5;
    }
  }
};

class EvolutionStrategies final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 8;
    double sigma = 0.1;
    bool antithetic = true;
  };
  explicit EvolutionStrategies(const Options& options)
      : perturbation_(options.perturbation.make()),
        queries_(options.queries),
        sigma_(options.sigma),
        antithetic_(options.antithetic) {
    if (!antithetic_ && queries_ < 2)
      throw Error(ErrorKind::option,
                  "ng.estimator.es ranks values, and one value has no rank: give queries = 2 or more, or antithetic");
  }

  std::int64_t evaluations(std::size_t, std::int64_t) const override {
    return antithetic_ ? 2 * std::int64_t{queries_} : queries_;
  }

  std::int64_t memory(const Point& shape) const override { return perturbation_->memory(shape); }
  std::string remembers() const override { return perturbation_->remembers(); }
  bool unbiased() const override { return false; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    perturbation_->draw(key, queries_, base, directions_);
    const std::size_t sides = antithetic_ ? 2 : 1;
    for (std::uint32_t j = 0; j < queries_; ++j)
      for (std::size_t side = 0; side < sides; ++side) exchange.ask(base, side == 0 ? sigma_ : -sigma_, directions_[j]);
    const auto f = co_await exchange.values();
    const CentredRanks ranks(f);
    Estimate estimate;
    estimate.count(f);
    const double scale = 1 / (static_cast<double>(ranks.ranked) * sigma_ * perturbation_->delta(base.dim()));
    for (std::size_t j = 0; j < queries_ && ranks.ranked >= 2; ++j) {
      double weight = ranks.weights[sides * j];
      if (antithetic_) weight -= ranks.weights[2 * j + 1];
      estimate.add(weight * scale, directions_[j]);
    }
    perturbation_->observe(estimate.terms, base);
    co_return estimate;
  }

 private:
  std::shared_ptr<Perturbation> perturbation_;
  std::uint32_t queries_;
  double sigma_;
  bool antithetic_;
  Directions directions_;  // of the estimate in the making
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, es) {
  using Options = EvolutionStrategies::Options;
  return describe<Estimator, EvolutionStrategies>(
             "es", "evolution strategies: values count by their ranks alone, so no monotone change of f matters")
      .formula(
          "1/(nσ) Σ w_j v_j/δ over the n points x + σ v_j evaluated, w the ranks of their values, centred and scaled "
          "into "
          "[−½, ½]; equal values share the mean of their ranks, failed ones are left out of n and of the ranks")
      .cost("2q antithetic (n = 2q: each direction forth and back), else q")
      .memory("q scalars and keys while it is made; nothing between estimates")
      .reference("Salimans et al., 2017 (OpenAI-ES), algorithm 2; ranks: Wierstra et al., JMLR 15 (2014)")
      .option("perturbation", &Options::perturbation, "distribution of the directions")
      .option("queries", &Options::queries, "q, directions an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("sigma", &Options::sigma, "σ, how far the points lie from x", {.low = 0, .above_low = true})
      .option("antithetic", &Options::antithetic, "points in pairs x ± σ v; without, at least 2 queries")
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 },\n"
          "  { estimator = ng.estimator.es { queries = 16 }, seed = 7 })\n"
          "return e:dense()");
}
