#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/estimator/stored_vector.hpp"
#include "runtime/tensor/elementwise.hpp"
#include "runtime/tensor/reduce.hpp"

namespace nilgrad {
namespace {

class ControlVariate final : public Estimator {
 public:
  struct Options {
    catalog::Part<Estimator> estimator = "two_point";
    std::optional<double> rate;
  };
  explicit ControlVariate(const Options& options) : estimator_(options.estimator.make()), rate_(options.rate) {
    if (const std::string kept = estimator_->remembers(); !kept.empty())
      throw_error(
          ErrorKind::option,
          "ng.estimator.control_variate takes another linear function out of the values each time, but {} depends "
          "on {}",
          options.estimator.to_string(), kept);
    if (!estimator_->unbiased())
      throw_error(ErrorKind::option,
                  "ng.estimator.control_variate takes a linear function out of the values and adds its gradient again, "
                  "which {} does not allow: it is not the gradient on average",
                  options.estimator.to_string());
  }

  std::int64_t evaluations(std::size_t d, std::int64_t estimate) const override {
    return estimator_->evaluations(d, estimate);
  }
  std::int64_t memory(const Point& shape) const override {
    return static_cast<std::int64_t>(vector_bytes(shape) + news_.terms.size() * sizeof(Term)) +
           estimator_->memory(shape);
  }
  std::string remembers() const override { return "the mean of the gradients estimated before"; }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    learn(base);
    const Key sample = exchange.sample();
    Exchange inside(&exchange.bounds());
    inside.set_sample(sample);
    Algorithm<Estimate> estimation = estimator_->estimate(inside, base, key);
    std::vector<double> predicted, values;
    Point displacement;
    for (const Tensor& tensor : base.tensors)
      displacement.tensors.push_back(Tensor::uninitialized(tensor.shape(), computed_as(tensor.dtype())));
    for (estimation.start(); !estimation.done(); inside.tell(values)) {
      predicted.clear();
      exchange.set_sample(inside.probes().front().sample);
      for (const Probe& probe : inside.probes()) {
        exchange.ask(*probe.base, 1, probe.terms);
        predicted.push_back(linear_at(probe, displacement));
      }
      const auto f = co_await exchange.values();
      values.assign(f.begin(), f.end());
      for (std::size_t i = 0; i < values.size(); ++i) values[i] -= predicted[i];
    }
    exchange.set_sample(sample);
    Estimate estimate = estimation.take();
    news_ = estimate;
    if (!estimate.usable()) co_return estimate;
    estimate.terms.push_back({1, mean_->direction()});
    estimate.stored.push_back(mean_);
    co_return estimate;
  }

 private:
  /// mᵀ(p − base), p the probe as it will be evaluated, so that rounding and bounds are taken out too.
  double linear_at(const Probe& probe, Point& displacement) const {
    materialise(probe, displacement);
    double sum = 0;
    for (std::size_t t = 0; t < displacement.tensors.size(); ++t) {
      add_scaled_in_place(displacement.tensors[t], probe.base->tensors[t].to(displacement.tensors[t].dtype()), -1);
      sum += dot(mean_->elements().tensors[t], displacement.tensors[t]);
    }
    return sum;
  }

  /// m ← m + ρ(ĝ − m), where ĝ − m is what the last estimate added to m, as scalars and keys. An estimate that is still
  /// held keeps the m it was made with.
  void learn(const Point& base) {
    if (!mean_ || mean_->elements().dim() != base.dim()) {
      mean_ = std::make_shared<StoredVector>(Estimate().dense(base));
      news_ = {};
    }
    if (!news_.usable()) return;
    const double e = static_cast<double>(news_.evaluations), d = static_cast<double>(base.dim());
    const double rate = rate_.value_or(e / (e + 2 * d + 2));
    if (mean_.use_count() > 1) mean_ = std::make_shared<StoredVector>(mean_->elements().clone());
    mean_->add_to_elements(news_.terms, rate);
    news_ = {};
  }

  std::shared_ptr<Estimator> estimator_;
  std::optional<double> rate_;
  std::shared_ptr<StoredVector> mean_;  // m
  Estimate news_;                       // ĝ − m of the last estimate, until m has learnt it
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, control_variate) {
  using Options = ControlVariate::Options;
  return describe<Estimator, ControlVariate>(
             "control_variate", "another estimate, of what a running mean of past gradients does not yet explain")
      .formula(
          "ĝ[f − ℓ] + m, ℓ(p) = mᵀ(p − x), m ← m + ρ(ĝ − m), m₀ = 0: right on average as its estimator is, with the "
          "variance it has for a gradient of a − m instead of a")
      .cost("its estimator's")
      .memory(
          "one vector of the point's dtype (float32 for 16-bit weights) (m), and its estimator's; another two vectors "
          "while an estimate is made and "
          "an older one is held")
      .reference("Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 4.1")
      .option("estimator", &Options::estimator, "any that is right on average and depends on no estimate before")
      .option(
          "rate", &Options::rate, "ρ, how fast m follows; m is lost in noise where ρ is much above the default",
          {.low = 0,
           .high = 1,
           .default_text = "e/(e+2d+2), e the estimate's evaluations: best for central two_point where f is linear"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 4 }, { seed = 1, budget = 2000, x0 = 1,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.02 },\n"
          "    estimator = ng.estimator.control_variate() } })");
}
