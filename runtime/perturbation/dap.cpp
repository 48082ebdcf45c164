#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/aligned.hpp"
#include "runtime/perturbation/reference.hpp"

namespace nilgrad {
namespace {

class Dap final : public Perturbation {
 public:
  struct Options {
    std::vector<double> reference;
    bool fixed_length = false;
    std::string dtype = "float32";
    double decay = 0.9;
  };
  explicit Dap(Options options)
      : options_(std::move(options)),
        reference_(!options_.reference.empty()   ? Reference::Storage::float64
                   : options_.dtype == "float32" ? Reference::Storage::float32
                                                 : Reference::Storage::bfloat16),
        gaussian_(catalog::make<Perturbation>("gaussian")),
        sphere_(catalog::make<Perturbation>("sphere")) {}

  bool fixed_length() const override { return options_.fixed_length; }
  std::int64_t memory(const Point& shape) const override {
    return static_cast<std::int64_t>(Reference::bytes(reference_.storage(), shape.dim()));
  }
  std::string remembers() const override {
    return options_.reference.empty() ? "the running reference of ng.perturbation.dap" : "";
  }

  void draw(const Key& key, std::uint32_t count, const Point& shape, Directions& out) override {
    prepare_reference(shape);
    gaussian_->draw(key, count, shape, plain_);
    const Term reference{1, reference_.direction()};
    const auto aligned = align(plain_, key, shape, {&reference, 1}, options_.fixed_length);
    if (aligned.empty()) return sphere_->draw(key, count, shape, out);
    out.clear();
    for (std::size_t j = 0; j < count; ++j)
      out.add(std::array<Term, 2>{{{aligned[j].own, plain_[j][0].direction}, {aligned[j].along, reference.direction}}});
  }

  /// Kept as scalars and keys until the next draw: until then the estimate refers to the reference as it is.
  void observe(std::span<const Term> estimate, const Point& shape) override {
    if (!options_.reference.empty() || estimate.empty() || shape.dim() != reference_.size()) return;
    observed_.assign(estimate.begin(), estimate.end());
  }

 private:
  void prepare_reference(const Point& shape) {
    const std::size_t d = shape.dim();
    if (const auto& given = options_.reference; !given.empty()) {
      if (given.size() != 1 && given.size() != d)
        throw_error(ErrorKind::shape, "option 'reference' of ng.perturbation.dap has {} numbers for dimension {}",
                    given.size(), d);
      if (reference_.size() == d) return;
      reference_.reset(d);
      for (std::size_t i = 0; i < d; ++i) reference_.set(i, given[given.size() == 1 ? 0 : i]);
      return;
    }
    if (reference_.size() != d) {
      reference_.reset(d);
      observed_.clear();
    }
    if (!observed_.empty()) reference_.blend(shape, options_.decay, observed_, 1 - options_.decay);
    observed_.clear();
  }

  Options options_;
  Reference reference_;
  std::shared_ptr<Perturbation> gaussian_, sphere_;
  Directions plain_;
  std::vector<Term> observed_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, dap) {
  using Options = Dap::Options;
  return describe<Perturbation, Dap>("dap", "directions aligned with a reference, given or learnt from the estimates")
      .formula(
          "v = X + (ξ − r̂ᵀX) r̂, X ~ N(0, I), ξ = ±1 fair;  fixed length: ξ√d (√(1−1/d) ŵ + r̂/√d), ŵ Gaussian across r̂ "
          "and of length 1;  E[v vᵀ] = I;  with r̂ along the gradient a: (aᵀv)² = |a|², E|v vᵀa − a|² = (d−1)|a|², all "
          "of "
          "it across a; with another r̂ as much if of fixed length, else up to (d+1)|a|²")
      .memory(
          "a given reference 8 bytes a coordinate, a running one 4 (float32) or 2 (bfloat16): the one perturbation "
          "that "
          "stores a vector; ng.estimator.dap needs none")
      .reference("Ma & Huang, ICLR 2025: directionally aligned perturbations")
      .option("reference", &Options::reference, "the direction itself, of any length",
              {.default_text = "a running average of the estimates; the sphere while it is 0 or not finite"})
      .option("fixed_length", &Options::fixed_length, "all of length √d")
      .option("dtype", &Options::dtype, "what a running reference is stored in", {.choices = {"float32", "bfloat16"}})
      .option("decay", &Options::decay, "of the running reference: r ← decay·r + (1 − decay)·ĝ",
              {.low = 0, .high = 0.999999})
      .example(
          "local f = ng.objective.sphere { dim = 4 }\n"
          "local dap = ng.perturbation.dap { reference = { 2, 4, 6, 8 } }\n"
          "return ng.estimate(f, { 1, 2, 3, 4 }, { estimator = ng.estimator.two_point { perturbation = dap } "
          "}):dense()");
}
