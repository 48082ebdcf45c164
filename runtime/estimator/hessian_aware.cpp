#include <array>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/estimator/stored_vector.hpp"
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {
namespace {

enum class Power { inverse_root, root };

/// H^(∓1/2)∘v for the directions v of another distribution, with H as it was when the estimate was made.
class ScaledByCurvature final : public Distribution {
 public:
  ScaledByCurvature(const Distribution* inner, std::shared_ptr<const Point> curvature, Power power)
      : inner_(inner), curvature_(std::move(curvature)), power_(power) {}

  const Distribution* inner() const { return inner_; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_to(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_to(v, scale, slice, x);
  }

 private:
  template <class T>
  void add_to(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    for (std::size_t first = 0; first < x.size(); first += largest_chunk)
      add_chunk(v, scale, {slice.tensor, slice.first + first, slice.flat_first + first},
                x.subspan(first, std::min(largest_chunk, x.size() - first)));
  }

  template <class T>
  void add_chunk(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    std::array<T, largest_chunk> scratch;  // NOLINT(cppcoreguidelines-pro-type-member-init): zeroed as far as used
    const std::span<T> plain(scratch.data(), x.size());
    std::fill(plain.begin(), plain.end(), T{0});
    inner_->add(v, scale, slice, plain);
    curvature_->tensors[slice.tensor].visit([&](auto all) {
      const auto curvature = all.subspan(slice.first, x.size());
      for (std::size_t i = 0; i < x.size(); ++i) {
        const double root = std::sqrt(static_cast<double>(curvature[i]));
        const double element = static_cast<double>(plain[i]);
        x[i] = static_cast<T>(static_cast<double>(x[i]) +
                              (power_ == Power::inverse_root ? element / root : element * root));
      }
    });
  }

  const Distribution* inner_;
  std::shared_ptr<const Point> curvature_;
  Power power_;
};

class HessianAware final : public Estimator {
 public:
  struct Options {
    catalog::Part<Perturbation> perturbation = "gaussian";
    std::uint32_t queries = 1;
    StepOption h;
    double alpha = 1e-6;
    double floor = 1e-6;
    bool preconditioned = true;
  };
  explicit HessianAware(const Options& options)
      : options_(options), perturbation_(options.perturbation.make()), smoothing_(options.h, Difference::central) {}

  std::int64_t evaluations(std::size_t, std::int64_t) const override { return 2 * std::int64_t{options_.queries} + 1; }
  std::int64_t memory(const Point& shape) const override {
    return static_cast<std::int64_t>(vector_bytes(shape) + options_.queries * (sizeof(Term) + sizeof(double))) +
           perturbation_->memory(shape) + smoothing_.memory(shape);
  }
  std::string remembers() const override { return "the diagonal of the Hessian"; }

  bool unbiased() const override { return !options_.preconditioned; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    learn(base);
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search(exchange, base, key, *perturbation_, estimate);
    const double h = estimate.h = smoothing_.along(base);
    perturbation_->draw(key, options_.queries, base, directions_);
    Scaled probing(curvature_, Power::inverse_root), estimating(curvature_, Power::root);
    exchange.ask(base);
    const Directions& probes = smoothing_.probing(directions_);
    for (std::uint32_t j = 0; j < options_.queries; ++j)
      for (const double side : {+h, -h}) exchange.ask(base, side, probing.of(probes[j]));
    const auto f = co_await exchange.values();
    Directions terms;
    std::vector<double> slopes;
    Scaled& scaled = options_.preconditioned ? probing : estimating;
    const Directions& answers = smoothing_.estimating(directions_);
    for (std::uint32_t j = 0; j < options_.queries; ++j) {
      const double forth = f[2 * j + 1], back = f[2 * j + 2];
      slopes.push_back((forth - back) / (2 * h));
      bends_.push_back(std::abs(forth + back - 2 * f[0]) / (2 * h * h));
      terms.add(scaled.of(answers[j]));
    }
    smoothing_.observe(slopes, h);
    estimate.count(f);
    estimate.add_average(terms, slopes, perturbation_->delta(base.dim()));
    estimate.stored = scaled.distributions;
    Estimate before_scaling;  // the gradient where the directions live, at H^{1/2} x: what they may be aligned with
    before_scaling.add_average(answers, slopes, perturbation_->delta(base.dim()));
    perturbation_->observe(before_scaling.terms, base);
    co_return estimate;
  }

 private:
  /// The directions of one estimate under one H.
  struct Scaled {
    Scaled(std::shared_ptr<const Point> curvature_then, Power chosen)
        : curvature(std::move(curvature_then)), power(chosen) {}

    std::shared_ptr<const Point> curvature;
    Power power;
    std::vector<std::shared_ptr<const Distribution>> distributions;  // one for each that the perturbation draws from
    std::vector<Term> terms;

    std::span<const Term> of(std::span<const Term> direction) {
      terms.assign(direction.begin(), direction.end());
      for (Term& term : terms) term.direction.distribution = scaling(term.direction.distribution);
      return terms;
    }

    const Distribution* scaling(const Distribution* inner) {
      for (const auto& known : distributions)
        if (static_cast<const ScaledByCurvature&>(*known).inner() == inner) return known.get();
      distributions.push_back(std::make_shared<ScaledByCurvature>(inner, curvature, power));
      return distributions.back().get();
    }
  };

  /// H ← (1−α)H + α·mean of bend_j·H∘v_j² over the last estimate's directions, now that its own terms, which are
  /// scaled by the H they were made with, have most likely been used: one vector is kept. If one is still held, it
  /// keeps the old H.
  void learn(const Point& base) {
    if (!fits(base)) begin(base);
    std::vector<double> weights;
    std::size_t usable = 0;
    for (const double bend : bends_) usable += failed(bend) ? 0 : 1;
    for (const double bend : bends_) weights.push_back(failed(bend) ? 0 : bend / static_cast<double>(usable));
    bends_.clear();
    if (usable == 0) return;
    const Directions& directions = smoothing_.estimating(directions_);
    if (curvature_.use_count() > 1) curvature_ = std::make_shared<Point>(curvature_->clone());
    for_each_chunk(*curvature_, [&](const Slice& slice, std::size_t count) {
      curvature_->tensors[slice.tensor].visit(
          [&](auto elements) { learn_chunk(slice, elements.subspan(slice.first, count), directions, weights); });
    });
  }

  template <class T>
  void learn_chunk(const Slice& slice, std::span<T> curvature, const Directions& directions,
                   std::span<const double> weights) const {
    std::array<T, largest_chunk> scratch;   // NOLINT(cppcoreguidelines-pro-type-member-init): zeroed as far as used
    std::array<double, largest_chunk> sum;  // NOLINT(cppcoreguidelines-pro-type-member-init): the same
    const std::span<T> v(scratch.data(), curvature.size());
    std::fill_n(sum.begin(), curvature.size(), 0.0);
    for (std::size_t j = 0; j < weights.size(); ++j) {
      if (weights[j] == 0) continue;
      std::fill(v.begin(), v.end(), T{0});
      add_terms(slice, v, directions[j], 1);
      for (std::size_t i = 0; i < v.size(); ++i)
        sum[i] += weights[j] * static_cast<double>(v[i]) * static_cast<double>(v[i]);
    }
    for (std::size_t i = 0; i < curvature.size(); ++i) {
      const double old = static_cast<double>(curvature[i]);
      const double learnt = (1 - options_.alpha) * old + options_.alpha * sum[i] * old;
      const T next = static_cast<T>(std::max(learnt, options_.floor));
      if (!failed(static_cast<double>(next))) curvature[i] = next;
    }
  }

  bool fits(const Point& base) const {
    if (!curvature_ || curvature_->tensors.size() != base.tensors.size()) return false;
    for (std::size_t t = 0; t < base.tensors.size(); ++t)
      if (curvature_->tensors[t].size() != base.tensors[t].size() ||
          curvature_->tensors[t].dtype() != computed_as(base.tensors[t].dtype()))
        return false;
    return true;
  }

  void begin(const Point& base) {
    bends_.clear();
    curvature_ = std::make_shared<Point>();
    for (const Tensor& tensor : base.tensors)
      curvature_->tensors.push_back(Tensor::full(tensor.shape(), 1, computed_as(tensor.dtype())));
  }

  Options options_;
  std::shared_ptr<Perturbation> perturbation_;
  Smoothing smoothing_;
  std::shared_ptr<Point> curvature_;  // H
  Directions directions_;             // of the estimate in the making, then of the last one
  std::vector<double> bends_;         // |f₊ + f₋ − 2f₀|/2h² of the last estimate, until H has learnt from them
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, hessian_aware) {
  using Options = HessianAware::Options;
  return describe<Estimator, HessianAware>(
             "hessian_aware", "two points along directions scaled by a running diagonal of the Hessian (HiZOO)")
      .formula(
          "1/q Σ D_j · u_j/δ, u_j = H^(−1/2)∘v_j, D_j = (f(x+h u_j) − f(x−h u_j))/2h: on average H⁻¹∘∇f; not "
          "preconditioned: 1/q Σ D_j · H^(1/2)∘v_j/δ, on average ∇f.  Then "
          "H ← max(floor, (1−α)H + α·1/q Σ |f(x+h u_j) + f(x−h u_j) − 2f(x)|/2h² · H∘v_j²), H₀ = 1")
      .cost("2q+1: f(x) is shared")
      .memory(
          "one vector of the point's dtype (float32 for 16-bit weights) (H), q scalars and keys; two vectors while an "
          "older estimate is held")
      .reference("Zhao et al., ICLR 2025 (HiZOO), algorithm 1")
      .option("perturbation", &Options::perturbation, "distribution of the directions v")
      .option("queries", &Options::queries, "q, directions an estimate",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("h", &Options::h, step_help, step_limits("∛ε·max(1,|x|), |x| the root mean square"))
      .option("alpha", &Options::alpha, "α, how fast H learns", {.low = 0, .high = 1})
      .option("floor", &Options::floor, "least value of H's elements", {.low = 0, .above_low = true})
      .option("preconditioned", &Options::preconditioned, "estimate H⁻¹∘∇f, as HiZOO does, rather than ∇f")
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.1 },\n"
          "    estimator = ng.estimator.hessian_aware { alpha = 0.01 } } })");
}
