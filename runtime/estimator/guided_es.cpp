#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/estimator/stored_vector.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/tensor/reduce.hpp"

namespace nilgrad {
namespace {

double dot(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t t = 0; t < a.tensors.size(); ++t) sum += nilgrad::dot(a.tensors[t], b.tensors[t]);
  return sum;
}

/// The last k gradients g_i at unit length, and random directions in their span. With their Gram matrix
/// GᵀG = RᵀR (Cholesky), Q = G R⁻¹ is an orthonormal basis, so Q z = G (R⁻¹ z): no basis is stored beside them. A
/// gradient that lies in the span of others (to 1e-4 of its length) adds nothing to the basis.
class GradientSubspace {
 public:
  explicit GradientSubspace(std::size_t most) : most_(most), gram_(most * most) {}

  std::size_t rank() const { return active_.size(); }

  void remember(Point gradient) {
    const double length = std::sqrt(dot(gradient, gradient));
    if (!(length > 0) || failed(length)) return;
    Point unit;
    for (const Tensor& tensor : gradient.tensors)
      unit.tensors.emplace_back(tensor.shape(), computed_as(tensor.dtype()));
    const auto whole = std::make_shared<StoredVector>(std::move(gradient));
    const Term scaled{1 / length, whole->direction()};
    add_terms(unit, {&scaled, 1}, 1);
    const std::size_t slot = remembered_++ % most_;
    if (slot == gradients_.size()) gradients_.emplace_back();
    gradients_[slot] = std::make_shared<StoredVector>(std::move(unit));
    for (std::size_t i = 0; i < gradients_.size(); ++i)
      gram_[i * most_ + slot] = gram_[slot * most_ + i] = dot(gradients_[i]->elements(), gradients_[slot]->elements());
    factorise();
  }

  /// terms ← terms + scale·Q z, z the standard normals of `key` from `first` on.
  void add_direction(const Key& key, std::uint64_t first, double scale, std::vector<Term>& terms) const {
    const std::size_t n = rank();
    std::vector<double> weights(n);
    for (std::size_t i = n; i-- > 0;) {
      double sum = double{gaussian_at(key, 0, first + i)};
      for (std::size_t j = i + 1; j < n; ++j) sum -= factor_[i * most_ + j] * weights[j];
      weights[i] = sum / factor_[i * most_ + i];
    }
    for (std::size_t i = 0; i < n; ++i) terms.push_back({scale * weights[i], gradients_[active_[i]]->direction()});
  }

  const std::vector<std::shared_ptr<const StoredVector>>& gradients() const { return gradients_; }

 private:
  static constexpr double least_pivot = 1e-8;  // squared length outside the others' span

  /// factor_ ← R, row by row, of the gradients that are independent of those before them.
  void factorise() {
    active_.clear();
    factor_.assign(most_ * most_, 0.0);
    std::vector<double> column(most_);
    for (std::size_t g = 0; g < gradients_.size(); ++g) {
      const std::size_t n = rank();
      double pivot = gram_[g * most_ + g];
      for (std::size_t i = 0; i < n; ++i) {
        double sum = gram_[active_[i] * most_ + g];
        for (std::size_t k = 0; k < i; ++k) sum -= factor_[k * most_ + i] * column[k];
        column[i] = sum / factor_[i * most_ + i];
        pivot -= column[i] * column[i];
      }
      if (pivot < least_pivot) continue;
      column[n] = std::sqrt(pivot);
      for (std::size_t i = 0; i <= n; ++i) factor_[i * most_ + n] = column[i];
      active_.push_back(g);
    }
  }

  std::size_t most_;  // k
  std::size_t remembered_ = 0;
  std::vector<std::shared_ptr<const StoredVector>> gradients_;
  std::vector<double> gram_, factor_;  // k × k
  std::vector<std::size_t> active_;    // those in the basis
};

class GuidedEs final : public Estimator {
 public:
  struct Options {
    std::uint32_t queries = 1;
    std::uint32_t subspace = 4;
    double alpha = 0.5;
    double beta = 1;
    double sigma = 0.1;
  };
  explicit GuidedEs(const Options& options)
      : options_(options), gaussian_(catalog::make<Perturbation>("gaussian")), past_(options.subspace) {}

  std::int64_t evaluations(std::size_t, std::int64_t) const override { return 2 * std::int64_t{options_.queries}; }
  std::int64_t memory(const Point& shape) const override {
    const std::size_t k = options_.subspace;
    return static_cast<std::int64_t>(k * vector_bytes(shape) + 2 * k * k * sizeof(double));
  }
  std::string remembers() const override { return "the gradients estimated before"; }
  bool unbiased() const override { return false; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    draw(key, base);
    for (std::uint32_t j = 0; j < options_.queries; ++j)
      for (const double side : {options_.sigma, -options_.sigma}) exchange.ask(base, side, directions_[j]);
    const auto f = co_await exchange.values();
    std::vector<double> slopes;
    for (std::size_t j = 0; j < options_.queries; ++j)
      slopes.push_back((f[2 * j] - f[2 * j + 1]) / (2 * options_.sigma));
    Estimate estimate;
    estimate.count(f);
    estimate.add_average(directions_, slopes, 1 / options_.beta);
    estimate.stored.assign(past_.gradients().begin(), past_.gradients().end());
    if (estimate.usable()) past_.remember(estimate.dense(base));
    co_return estimate;
  }

 private:
  /// directions_ ← v_j/σ = √(α/d) z_j + √((1−α)/k) Q z'_j, z_j keyed by query j and all z' by query q.
  void draw(const Key& key, const Point& base) {
    gaussian_->draw(key, options_.queries, base, plain_);
    const std::size_t k = past_.rank();
    const double alpha = k == 0 ? 1 : options_.alpha, d = static_cast<double>(base.dim());
    const Key guided = key.after(options_.queries);
    directions_.clear();
    std::vector<Term> terms;
    for (std::size_t j = 0; j < options_.queries; ++j) {
      terms.clear();
      for (const Term& term : plain_[j]) terms.push_back({std::sqrt(alpha / d) * term.scale, term.direction});
      if (k > 0) past_.add_direction(guided, j * k, std::sqrt((1 - alpha) / static_cast<double>(k)), terms);
      directions_.add(terms);
    }
  }

  Options options_;
  std::shared_ptr<Perturbation> gaussian_;
  GradientSubspace past_;
  Directions plain_, directions_;  // of the estimate in the making
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, guided_es) {
  using Options = GuidedEs::Options;
  return describe<Estimator, GuidedEs>(
             "guided_es", "antithetic evolution strategies that search mostly in the span of past gradients")
      .formula(
          "ĝ = β/(2σ²q) Σ (f(x+v_j) − f(x−v_j)) v_j, v = σ(√(α/d) z + √((1−α)/k) Q z'), z and z' standard normal, Q an "
          "orthonormal basis of its own last k estimates; α = 1 while there are none.  On average β·C a, "
          "C = α/d·I + (1−α)/k·QQᵀ, with E|ĝ − E ĝ|² = β²(|C a|² + aᵀC a)/q: no gradient, but downhill, and about 1/d "
          "as "
          "long where nothing guides it")
      .cost("2q")
      .memory(
          "k vectors of the point's dtype (float32 for 16-bit weights) and 2k² numbers; one vector more while an older "
          "estimate is held")
      .reference("Maheswaranathan, Metz, Tucker, Choi & Sohl-Dickstein, ICML 2019, eq. 2-4")
      .option("queries", &Options::queries, "q, pairs of points an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("subspace", &Options::subspace, "k, past estimates that guide",
              {.low = 1, .high = 1000, .unit = "vectors"})
      .option("alpha", &Options::alpha, "α, how much of the variance is unguided: 1 searches everywhere alike",
              {.low = 0, .high = 1})
      .option("beta", &Options::beta, "β, factor of the estimate", {.low = 0, .above_low = true})
      .option("sigma", &Options::sigma, "σ, length of a step on average (v has E|v|² = σ²)",
              {.low = 0, .above_low = true})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.guided_es { queries = 2 } } })");
}
