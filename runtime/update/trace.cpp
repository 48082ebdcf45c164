#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Trace final : public Update {
 public:
  struct Options {
    double decay = 0.9;
  };
  explicit Trace(Options options) : decay_(options.decay) {}

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape); }

  void transform(Step& u, const Progress&) override {
    ensure_state(sum_, u.x());
    u.fold_into(sum_, [this](auto sum, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      for (std::size_t i = 0; i < gradient.size(); ++i) sum[i] = static_cast<T>(decay_) * sum[i] + gradient[i];
    });
  }

 private:
  double decay_;
  Point sum_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, trace) {
  return describe<Update, Trace>("trace", "the sum of what came before, fading: momentum as a part of a chain")
      .formula("m ← μ m + u;  u ← m")
      .memory("one vector of the point's dtype (float32 for 16-bit weights)")
      .reference("Polyak, USSR Comput. Math. Math. Phys. 4 (1964)")
      .option("decay", &Trace::Options::decay, "μ", {.low = 0, .high = 0.999999})
      .positional({"decay"})
      .example("return ng.update.chain { ng.update.clip_norm(1), ng.update.trace(0.9), ng.update.scale(0.01) }");
}
