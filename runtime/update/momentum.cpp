#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Momentum final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    double momentum = 0.9;
    bool normalized = false;
  };
  explicit Momentum(const Options& options)
      : rate_(options.lr.make()), momentum_(options.momentum), normalized_(options.normalized) {}

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape); }

  void transform(Step& u, const Progress& progress) override {
    ensure_state(velocity_, u.x());
    u.fold_into(velocity_, [this](auto velocity, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      for (std::size_t i = 0; i < gradient.size(); ++i)
        velocity[i] = static_cast<T>(momentum_) * velocity[i] + gradient[i];
    });
    const double length = normalized_ ? u.norm() : 1;
    if (!(length > 0)) return u.clear();
    u.scale(rate_->at(progress) / length);
  }

 private:
  std::shared_ptr<Schedule> rate_;
  double momentum_;
  bool normalized_;
  Point velocity_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, momentum) {
  using Options = Momentum::Options;
  return describe<Update, Momentum>("momentum", "heavy-ball momentum")
      .formula("m ← μ m + ĝ;  x ← x − η m;  normalized: x ← x − η m/|m|")
      .memory("one vector of the point's dtype (float32 for 16-bit weights)")
      .reference("Polyak, USSR Comput. Math. Math. Phys. 4 (1964)")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("momentum", &Options::momentum, "μ", {.low = 0, .high = 1})
      .option("normalized", &Options::normalized, "steps of length η whatever the length of m")
      .example("return ng.optimizer.zeroth_order { update = ng.update.momentum { lr = 0.1, momentum = 0.9 } }");
}
