#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Accumulate final : public Update {
 public:
  struct Options {
    std::int64_t steps = 4;
  };
  explicit Accumulate(Options options) : steps_(options.steps) {}

  std::int64_t memory(const Point& shape) const override { return state_bytes(shape); }

  void transform(Step& u, const Progress&) override {
    ensure_state(sum_, u.x());
    u.fold_into(sum_, [first = gathered_ == 0](auto sum, auto gradient) {
      for (std::size_t i = 0; i < gradient.size(); ++i) sum[i] = first ? gradient[i] : sum[i] + gradient[i];
    });
    if (++gathered_ < steps_) return u.clear();
    gathered_ = 0;
    u.scale(1 / static_cast<double>(steps_));
  }

 private:
  std::int64_t steps_, gathered_ = 0;
  Point sum_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, accumulate) {
  return describe<Update, Accumulate>("accumulate", "passes on the mean of several estimates, and nothing in between")
      .formula("u ← (u_1 + … + u_k)/k at every k-th step; otherwise x stays and the rest of the chain waits")
      .memory(
          "one vector of the point's dtype (float32 for 16-bit weights): an estimate's directions may refer to what "
          "the next estimate replaces")
      .option("steps", &Accumulate::Options::steps, "k", {.low = 1, .unit = "estimates"})
      .positional({"steps"})
      .example("return ng.update.chain { ng.update.accumulate(4), ng.update.adam { lr = 0.05 } }");
}
