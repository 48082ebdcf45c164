#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/perturbation/axis.hpp"

namespace nilgrad {
namespace {

class CoordinateDifferences final : public Estimator {
 public:
  struct Options {
    std::string side = "central";
    std::optional<double> h;
  };
  explicit CoordinateDifferences(const Options& options) : h_(options.h), central_(options.side == "central") {}

  std::int64_t evaluations(std::size_t d) const override {
    return central_ ? 2 * static_cast<std::int64_t>(d) : static_cast<std::int64_t>(d) + 1;
  }

  Algorithm<Estimate> estimate(Exchange& exchange, const Point& base, Key) override {
    choose_steps(base);
    if (!central_) exchange.ask(base);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      exchange.ask(base, {{steps_[i], axes_.unit(i)}});
      if (central_) exchange.ask(base, {{-steps_[i], axes_.unit(i)}});
    }
    const auto f = co_await exchange.values();
    Estimate estimate;
    estimate.count(f);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const double slope = central_ ? (f[2 * i] - f[2 * i + 1]) / (2 * steps_[i]) : (f[i + 1] - f[0]) / steps_[i];
      if (!failed(slope)) estimate.terms.push_back({slope, axes_.unit(i)});
    }
    co_return estimate;
  }

 private:
  void choose_steps(const Point& base) {
    steps_.clear();
    for (const Tensor& tensor : base.tensors)
      tensor.visit([&](auto elements) {
        for (const auto x : elements)
          steps_.push_back(smoothing_step_at(h_, central_ ? Difference::central : Difference::forward, tensor.dtype(),
                                             static_cast<double>(x)));
      });
  }

  Axes axes_;
  std::optional<double> h_;
  bool central_;
  std::vector<double> steps_;  // one a coordinate
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(estimator, coordinate) {
  using Options = CoordinateDifferences::Options;
  return describe<Estimator, CoordinateDifferences>("coordinate", "finite differences along every coordinate")
      .formula("central: Σ_i (f(x+h e_i) − f(x−h e_i))/2h · e_i;  forward: Σ_i (f(x+h e_i) − f(x))/h · e_i")
      .cost("central 2d, forward d+1")
      .memory("d scalars")
      .reference("Nocedal & Wright, Numerical Optimization, 8.1")
      .option("side", &Options::side, "which difference", {.choices = {"central", "forward"}})
      .option("h", &Options::h, "smoothing step, the same for all coordinates",
              {.low = 0, .above_low = true, .default_text = "√ε·max(1,|x_i|) forward, ∛ε·max(1,|x_i|) central"})
      .example(
          "local e = ng.estimate(ng.objective.sphere { dim = 4 }, { 1, 2, 3, 4 }, { estimator = "
          "ng.estimator.coordinate() })\n"
          "return e:dense()");
}
