#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/coordinate_difference.hpp"
#include "runtime/estimator/smoothing/smoothing.hpp"

namespace nilgrad {
namespace {

class CoordinateDifferences final : public Estimator {
 public:
  struct Options {
    std::string side = "central";
    StepOption h;
  };
  explicit CoordinateDifferences(const Options& options)
      : central_(options.side == "central"),
        smoothing_(options.h, central_ ? Difference::central : Difference::forward) {}

  std::int64_t evaluations(std::size_t d, std::int64_t) const override {
    return central_ ? 2 * static_cast<std::int64_t>(d) : static_cast<std::int64_t>(d) + 1;
  }
  std::int64_t memory(const Point& shape) const override { return smoothing_.memory(shape, true); }
  std::string remembers() const override { return smoothing_.remembers(); }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key key) override {
    Estimate estimate;
    if (smoothing_.due()) co_await smoothing_.search_axes(exchange, base, key, axes_, estimate);
    choose_differences(base, exchange.bounds(), estimate.coordinate_h);
    if (!central_) exchange.ask(base);
    for (std::size_t i = 0; i < differences_.size(); ++i) {
      exchange.ask(base, {{differences_[i].step, axes_.unit(i)}});
      if (central_) exchange.ask(base, {{-differences_[i].step, axes_.unit(i)}});
    }
    const auto f = co_await exchange.values();
    estimate.count(f);
    changes_.clear();
    for (std::size_t i = 0; i < differences_.size(); ++i) {
      changes_.push_back(central_ ? f[2 * i] - f[2 * i + 1] : f[i + 1] - f[0]);
      const double slope = changes_[i] / differences_[i].width;
      if (!failed(slope)) estimate.terms.push_back({slope, axes_.unit(i)});
    }
    smoothing_.observe(changes_);
    co_return estimate;
  }

 private:
  void choose_differences(const Point& base, const Bounds& bounds, std::vector<double>& steps) {
    smoothing_.check(base.dim());
    differences_.clear();
    base.settle();
    for (const Tensor& tensor : base.tensors)
      for (std::size_t e = 0; e < tensor.size(); ++e) {
        const std::size_t i = differences_.size();
        const double h = smoothing_.at(i, tensor.dtype(), tensor.at(e));
        steps.push_back(h);
        differences_.push_back(difference_at(tensor, e, h, central_, bounds.lower_at(i), bounds.upper_at(i)));
      }
  }

  Axes axes_;
  bool central_;
  Smoothing smoothing_;
  std::vector<Difference1D> differences_;  // one a coordinate
  std::vector<double> changes_;            // of f, the same
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, coordinate) {
  using Options = CoordinateDifferences::Options;
  return describe<Estimator, CoordinateDifferences>("coordinate", "finite differences along every coordinate")
      .formula(
          "central: Σ_i (f(x+h e_i) − f(x−h e_i))/2h · e_i;  forward: Σ_i (f(x+h e_i) − f(x))/h · e_i;  "
          "divided by the distance between the two points as evaluated: rounded, and within the bounds")
      .cost("central 2d, forward d+1")
      .memory(
          "5d scalars: steps, widths, differences of f and slopes; 'auto' keeps d steps, and takes another 45d while "
          "it searches")
      .reference("Nocedal & Wright, Numerical Optimization, 8.1")
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .option("h", &Options::h, step_help, step_limits("√ε·max(1,|x_i|) forward, ∛ε·max(1,|x_i|) central"))
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 }, { estimator = "
          "ng.estimator.coordinate() })\n"
          "return e:dense()");
}
