#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Adam final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
  };
  explicit Adam(const Options& options) : options_(options), rate_(options.lr.make()) {}

  void step(Point& x, const Estimate& estimate, const Progress& progress) override {
    ensure_state(mean_, x);
    ensure_state(square_, x);
    ++moments_;
    const double rate = rate_->at(progress);
    const double correction1 = 1 - std::pow(options_.beta1, static_cast<double>(moments_));
    const double correction2 = 1 - std::pow(options_.beta2, static_cast<double>(moments_));
    for_each_gradient_chunk(x, estimate, [&](const Slice& slice, auto elements, auto gradient) {
      using T = typename decltype(elements)::value_type;
      const auto mean = chunk_of(mean_, slice, elements), square = chunk_of(square_, slice, elements);
      const T keep1 = static_cast<T>(options_.beta1), keep2 = static_cast<T>(options_.beta2);
      const T size = static_cast<T>(rate / correction1), scale = static_cast<T>(1 / correction2);
      const T epsilon = static_cast<T>(options_.epsilon);
      for (std::size_t i = 0; i < elements.size(); ++i) {
        mean[i] = keep1 * mean[i] + (1 - keep1) * gradient[i];
        square[i] = keep2 * square[i] + (1 - keep2) * gradient[i] * gradient[i];
        elements[i] -= size * mean[i] / (std::sqrt(square[i] * scale) + epsilon);
      }
    });
  }

 private:
  Options options_;
  std::shared_ptr<Schedule> rate_;
  std::int64_t moments_ = 0;  // estimates the moments were made from: skipped steps do not count
  Point mean_, square_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, adam) {
  using Options = Adam::Options;
  return describe<Update, Adam>("adam", "steps scaled by running moments of each coordinate")
      .formula("m ← β₁m + (1−β₁)ĝ;  v ← β₂v + (1−β₂)ĝ²;  x ← x − η m̂/(√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)")
      .memory("two vectors of the point's dtype")
      .reference("Kingma & Ba, ICLR 2015")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("beta1", &Options::beta1, "β₁", {.low = 0, .high = 0.999999})
      .option("beta2", &Options::beta2, "β₂", {.low = 0, .high = 0.999999999})
      .option("epsilon", &Options::epsilon, "ε", {.low = 0, .above_low = true})
      .example("return ng.optimizer.zeroth_order { update = ng.update.adam { lr = 0.05 } }");
}
