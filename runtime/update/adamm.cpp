#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class AdaMm final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
  };
  explicit AdaMm(const Options& options) : options_(options), rate_(options.lr.make()) {}

  bool weighs_coordinates() const override { return true; }

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape, 3); }

  void transform(Step& u, const Progress& progress) override {
    for (Point* state : {&mean_, &square_, &largest_}) ensure_state(*state, u.x());
    u.map([this, rate = rate_->at(progress)](const Slice& slice, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      const auto mean = chunk_of(mean_, slice, gradient), square = chunk_of(square_, slice, gradient);
      const auto largest = chunk_of(largest_, slice, gradient);
      const T keep1 = static_cast<T>(options_.beta1), keep2 = static_cast<T>(options_.beta2);
      const T take1 = static_cast<T>(1 - options_.beta1), take2 = static_cast<T>(1 - options_.beta2);
      const T size = static_cast<T>(rate), epsilon = static_cast<T>(options_.epsilon);
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        mean[i] = keep1 * mean[i] + take1 * gradient[i];
        square[i] = keep2 * square[i] + take2 * gradient[i] * gradient[i];
        largest[i] = std::max(largest[i], square[i]);
        gradient[i] = size * mean[i] / std::max(std::sqrt(largest[i]), epsilon);
      }
    });
  }

 private:
  Options options_;
  std::shared_ptr<Schedule> rate_;
  Point mean_, square_, largest_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, adamm) {
  using Options = AdaMm::Options;
  return describe<Update, AdaMm>("adamm",
                                 "ZO-AdaMM: Adam's moments with a second one that never falls, nothing corrected")
      .formula(
          "m ← β₁m + (1−β₁)ĝ;  v ← β₂v + (1−β₂)ĝ²;  v̂ ← max(v̂, v);  x ← Π(x − η m/√v̂), √v̂ ≥ ε; Π is the projection "
          "in the norm |√(√v̂)·y|: a clip for box and linf and the bounds; other constraints are refused")
      .memory("three vectors of the point's dtype (float32 for 16-bit weights)")
      .reference("Chen et al., NeurIPS 2019: ZO-AdaMM")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("beta1", &Options::beta1, "β₁", {.low = 0, .high = 0.999999})
      .option("beta2", &Options::beta2, "β₂", {.low = 0, .high = 0.999999999})
      .option("epsilon", &Options::epsilon, "ε, least √v̂", {.low = 0, .above_low = true})
      .example(
          "return ng.optimizer.zeroth_order { update = ng.update.adamm { lr = 0.01 }, constraint = "
          "ng.constraint.box(-1, "
          "1) }");
}
