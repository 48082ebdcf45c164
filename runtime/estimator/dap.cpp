#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"
#include "runtime/perturbation/aligned.hpp"
#include "runtime/perturbation/reference.hpp"

namespace nilgrad {
namespace {

/// Up to here the reference of an estimate in the making is written out (32 KiB), and a probe has two terms.
constexpr std::size_t small_dimension = largest_chunk;

struct DapOptions {
  catalog::Part<Perturbation> perturbation = "sphere";
  std::uint32_t queries = 8;
  std::optional<std::uint32_t> first;
  std::string reference = "memoryless";
  bool fixed_length = true;
  std::string dtype = "float32";
  double decay = 0.9;
  StepOption h;
  std::string side = "central";
};

/// Two points along directions aligned with what the estimates before this one average to.
std::shared_ptr<Estimator> along_running_reference(const DapOptions& options) {
  catalog::Values values{
      {"perturbation",
       catalog::Recipes{catalog::recipe(
           "perturbation", "dap",
           {{"fixed_length", options.fixed_length}, {"dtype", options.dtype}, {"decay", options.decay}})}},
      {"queries", std::int64_t{options.queries}},
      {"side", options.side}};
  if (options.h.automatic) values["h"] = std::string("auto");
  if (!options.h.given.empty()) values["h"] = options.h.given;
  return catalog::make<Estimator>("two_point", values);
}

class Dap final : public Estimator {
 public:
  using Options = DapOptions;
  explicit Dap(const Options& options)
      : options_(options),
        central_(options.side == "central"),
        probing_(options.perturbation.make()),
        gaussian_(catalog::make<Perturbation>("gaussian")),
        sphere_(catalog::make<Perturbation>("sphere")),
        reference_(Reference::Storage::float64),
        smoothing_(options.h, central_ ? Difference::central : Difference::forward) {
    check();
    if (options.reference == "running") running_ = along_running_reference(options);
  }

  std::int64_t evaluations(std::size_t, std::int64_t) const override {
    return central_ ? 2 * std::int64_t{options_.queries} : options_.queries + 1;
  }
  std::int64_t memory(const Point& shape) const override { return running_ ? running_->memory(shape) : 0; }
  std::string remembers() const override { return running_ ? running_->remembers() : ""; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    return running_ ? running_->estimate(exchange, base, key) : two_steps(exchange, base, key);
  }

 private:
  void check() const {
    if (!probing_->fixed_length())
      throw_error(ErrorKind::option,
                  "option 'perturbation' of ng.estimator.dap must have directions of one length, which {} has not; use "
                  "sphere, rademacher, coordinate or orthogonal",
                  options_.perturbation.to_string());
    if (options_.reference == "running") return;
    if (options_.queries < 3)
      throw_error(ErrorKind::option,
                  "ng.estimator.dap with queries = {}: a reference made of one direction says nothing about f; give "
                  "queries = 3 or more, or reference = 'running'",
                  options_.queries);
    if (options_.first && *options_.first >= options_.queries)
      throw_error(ErrorKind::option, "option 'first' of ng.estimator.dap must leave some of {} queries, got {}",
                  options_.queries, *options_.first);
  }

  /// b directions in all, b₁ of them first: those leave an error along the gradient of about 2(1 − (b₂/b) cos⁴)|a|²/b
  /// with cos² ≈ b₁/(b₁ + d) between ĝ₁ and the gradient, least for this b₁: ⅔ b for b ≪ d, fewer for more.
  std::uint32_t first_count(std::size_t d) const {
    if (options_.first) return *options_.first;
    const double b = options_.queries, best = 4 * b / (3 + std::sqrt(9 + 8 * b / static_cast<double>(d)));
    return std::clamp(static_cast<std::uint32_t>(std::lround(best)), std::uint32_t{2}, options_.queries - 1);
  }

  Algorithm<Estimate> two_steps(Exchange& exchange, const Point& base, Key key) {
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search(exchange, base, key, *probing_, estimate);
    const double h = estimate.h = smoothing_.along(base);
    const std::uint32_t count = first_count(base.dim());
    slopes_.clear();
    probing_->draw(key, count, base, first_);
    if (!central_) exchange.ask(base);
    ask(exchange, base, first_, h);
    auto f = co_await exchange.values();
    estimate.count(f);
    const double at_base = central_ ? 0 : f[0];
    add_slopes(f.subspan(central_ ? 0 : 1), at_base, h);

    draw_second(key.query(key.query() + count), options_.queries - count, base);
    ask(exchange, base, second_, h);
    f = co_await exchange.values();
    estimate.count(f);
    add_slopes(f, at_base, h);
    reference_.reset(0);
    smoothing_.observe(slopes_, h);
    combine(base, estimate);
    co_return estimate;
  }

  void ask(Exchange& exchange, const Point& base, const Directions& directions, double h) {
    const Directions& probing = smoothing_.probing(directions);
    for (std::size_t j = 0; j < probing.size(); ++j) {
      exchange.ask(base, h, probing[j]);
      if (central_) exchange.ask(base, -h, probing[j]);
    }
  }

  void add_slopes(std::span<const double> f, double at_base, double h) {
    for (std::size_t j = 0; j < f.size(); j += central_ ? 2 : 1)
      slopes_.push_back(central_ ? (f[j] - f[j + 1]) / (2 * h) : (f[j] - at_base) / h);
  }

  /// ĝ₁ up to a factor, as scalars and keys.
  std::vector<Term> first_estimate() const {
    Estimate sum;
    std::size_t usable = 0;
    for (std::size_t j = 0; j < first_.size(); ++j)
      if (!failed(slopes_[j])) {
        sum.add(slopes_[j], first_[j]);
        ++usable;
      }
    if (usable < 2) return {};  // it would be parallel to its own probe
    sum.merge();
    return std::move(sum.terms);
  }

  /// second_ ← directions aligned with ĝ₁, or the sphere's where that is of no use; aligned_ is then empty.
  void draw_second(const Key& key, std::uint32_t count, const Point& shape) {
    std::vector<Term> reference = first_estimate();
    if (!reference.empty() && shape.dim() <= small_dimension) {
      reference_.reset(shape.dim());
      reference_.blend(shape, 0, reference, 1);
      reference.assign(1, {1, reference_.direction()});
    }
    gaussian_->draw(key, count, shape, own_);
    aligned_.clear();
    if (!reference.empty()) aligned_ = align(own_, key, shape, reference, options_.fixed_length);
    if (aligned_.empty()) return sphere_->draw(key, count, shape, second_);
    second_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<Term> combination{{aligned_[i].own, own_[i][0].direction}};
      for (const Term& term : reference) combination.push_back({aligned_[i].along * term.scale, term.direction});
      second_.add(combination);
    }
  }

  /// ĝ = (Σ s_j u_j/δ + Σ s_i v_i)/n over the n directions of both stages whose slope is finite, with
  /// v_i = own_i X_i + along_i Σ s_j u_j put in: plain terms, those of the reference once each.
  void combine(const Point& base, Estimate& estimate) {
    const auto n =
        static_cast<double>(std::count_if(slopes_.begin(), slopes_.end(), [](double slope) { return !failed(slope); }));
    const auto second = std::span(slopes_).subspan(first_.size());
    double along = 0;
    for (std::size_t i = 0; i < aligned_.size(); ++i)
      if (!failed(second[i])) along += second[i] / n * aligned_[i].along;
    const double share = 1 / (n * probing_->delta(base.dim()));
    const Directions& first = smoothing_.estimating(first_);
    for (std::size_t j = 0; j < first.size(); ++j)
      if (!failed(slopes_[j])) estimate.add(slopes_[j] * (share + along), first[j]);
    const Directions& own = smoothing_.estimating(aligned_.empty() ? second_ : own_);
    for (std::size_t i = 0; i < own.size(); ++i)
      if (!failed(second[i])) estimate.add(second[i] / n * (aligned_.empty() ? 1 : aligned_[i].own), own[i]);
    if (first_[0].size() > 1 || first_[first_.size() - 1].size() > 1) estimate.merge();
  }

  Options options_;
  bool central_;
  std::shared_ptr<Perturbation> probing_, gaussian_, sphere_;
  Reference reference_;  // ĝ₁ in small dimensions, while an estimate is made
  Smoothing smoothing_;
  std::shared_ptr<Estimator> running_;
  // Of the estimate in the making: the directions of both stages, and X of the second's.
  Directions first_, second_, own_;
  std::vector<Aligned> aligned_;
  std::vector<double> slopes_;  // of the first step's directions, then of the second's
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, dap) {
  using Options = DapOptions;
  return describe<Estimator, Dap>("dap",
                                  "two steps: a first estimate, then directions aligned with it. Exact where the "
                                  "gradient is large, not in all")
      .formula(
          "ĝ₁ from b₁ directions of fixed length; b₂ = q − b₁ directions v_i = ξ√d (√(1−1/d) ŵ + ĝ₁/(|ĝ₁|√d)), ŵ "
          "Gaussian across ĝ₁; ĝ = (b₁ ĝ₁ + b₂ ĝ₂)/q. The error in all is (d−1)|a|²/q, as of every distribution of "
          "fixed "
          "length; along the gradient it is about 2(1 − (b₂/q) cos⁴(ĝ₁, a))|a|²/q instead of 2|a|²/q. So it helps "
          "where "
          "that part counts: on the large coordinates of a gradient of few (τ-MSE), against sphere, gaussian and "
          "coordinate. It does not help in all, nor on dense gradients, nor against rademacher where the few large "
          "coordinates are axes: there rademacher's error is (k−1)|a|²/q on k of them, as exact alignment's is. "
          "scripts/theory/dap.lua measures it")
      .cost("central 2q, forward q+1 (f(x) is shared by both steps)")
      .memory(
          "memoryless: q scalars and keys, the reference being b₁ of them (32 KiB while an estimate is made in "
          "dimension "
          "≤ 4096); running: 4 bytes a coordinate (float32) or 2 (bfloat16)")
      .reference("Ma & Huang, ICLR 2025: directionally aligned perturbations")
      .option("perturbation", &Options::perturbation, "distribution of the first step's directions, of one length")
      .option("queries", &Options::queries, "q, directions of both steps; 3 or more unless the reference is running",
              {.low = 1, .high = Key::max_query, .unit = "directions"})
      .option("first", &Options::first, "b₁, how many of them are the first step's",
              {.low = 2,
               .high = Key::max_query,
               .unit = "directions",
               .default_text = "4q/(3 + √(9 + 8q/d)), ⅔ q for q ≪ d: least error along the gradient"})
      .option("reference", &Options::reference,
              "what directions are aligned with: this estimate's first step, or an average of the estimates before",
              {.choices = {"memoryless", "running"}})
      .option("fixed_length", &Options::fixed_length, "aligned directions of length √d, else of Gaussian length")
      .option("dtype", &Options::dtype, "what a running reference is stored in", {.choices = {"float32", "bfloat16"}})
      .option("decay", &Options::decay, "of a running reference: r ← decay·r + (1 − decay)·ĝ",
              {.low = 0, .high = 0.999999})
      .option("h", &Options::h, step_help, step_limits())
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .example(
          "local f = ng.objective.product { dim = 16, seed = 3 }  -- one partial derivative is not 0\n"
          "return ng.estimate(f, f.start, { estimator = ng.estimator.dap { queries = 12 }, seed = 1 }):dense()");
}
