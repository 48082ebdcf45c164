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

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape, 2); }

  void transform(Step& u, const Progress& progress) override {
    ensure_state(mean_, u.x());
    ensure_state(square_, u.x());
    power1_ *= options_.beta1;
    power2_ *= options_.beta2;
    u.map([this, rate = rate_->at(progress)](const Slice& slice, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      const auto mean = chunk_of(mean_, slice, gradient), square = chunk_of(square_, slice, gradient);
      const T keep1 = static_cast<T>(options_.beta1), keep2 = static_cast<T>(options_.beta2);
      const T take1 = static_cast<T>(1 - options_.beta1), take2 = static_cast<T>(1 - options_.beta2);
      const T size = static_cast<T>(rate / (1 - power1_)), scale = static_cast<T>(1 / (1 - power2_));
      const T epsilon = static_cast<T>(options_.epsilon);
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        mean[i] = keep1 * mean[i] + take1 * gradient[i];
        square[i] = keep2 * square[i] + take2 * gradient[i] * gradient[i];
        gradient[i] = size * mean[i] / (std::sqrt(square[i] * scale) + epsilon);
      }
    });
  }

 private:
  Options options_;
  std::shared_ptr<Schedule> rate_;
  double power1_ = 1, power2_ = 1;  // βᵗ, t estimates so far (skipped steps do not count)
  Point mean_, square_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, adam) {
  using Options = Adam::Options;
  return describe<Update, Adam>("adam", "steps scaled by running moments of each coordinate")
      .formula("m ← β₁m + (1−β₁)ĝ;  v ← β₂v + (1−β₂)ĝ²;  x ← x − η m̂/(√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)")
      .memory("two vectors of the point's dtype (float32 for 16-bit weights)")
      .reference("Kingma & Ba, ICLR 2015")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("beta1", &Options::beta1, "β₁", {.low = 0, .high = 0.999999})
      .option("beta2", &Options::beta2, "β₂", {.low = 0, .high = 0.999999999})
      .option("epsilon", &Options::epsilon, "ε", {.low = 0, .above_low = true})
      .example("return ng.optimizer.zeroth_order { update = ng.update.adam { lr = 0.05 } }");
}
