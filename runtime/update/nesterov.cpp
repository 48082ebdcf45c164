#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Nesterov final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    double momentum = 0.9;
  };
  explicit Nesterov(const Options& options) : rate_(options.lr.make()), momentum_(options.momentum) {}

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape); }

  void transform(Step& u, const Progress& progress) override {
    ensure_state(velocity_, u.x());
    u.map([this, rate = rate_->at(progress)](const Slice& slice, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      const auto velocity = chunk_of(velocity_, slice, gradient);
      const T keep = static_cast<T>(momentum_), size = static_cast<T>(rate);
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        velocity[i] = keep * velocity[i] + gradient[i];
        gradient[i] = size * (gradient[i] + keep * velocity[i]);
      }
    });
  }

 private:
  std::shared_ptr<Schedule> rate_;
  double momentum_;
  Point velocity_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, nesterov) {
  using Options = Nesterov::Options;
  return describe<Update, Nesterov>("nesterov", "Nesterov's momentum: the step looks one step ahead")
      .formula("m ← μ m + ĝ;  x ← x − η (ĝ + μ m)")
      .memory("one vector of the point's dtype (float32 for 16-bit weights)")
      .reference("Nesterov, Soviet Math. Dokl. 27 (1983); in this form Sutskever et al., ICML 2013")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("momentum", &Options::momentum, "μ", {.low = 0, .high = 0.999999})
      .example("return ng.optimizer.zeroth_order { update = ng.update.nesterov { lr = 0.01, momentum = 0.9 } }");
}
