#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Sign final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    double momentum = 0;
  };
  explicit Sign(const Options& options) : rate_(options.lr.make()), momentum_(options.momentum) {}

  std::int64_t memory(const Point& shape) const override { return momentum_ > 0 ? state_bytes(shape) : 0; }

  void transform(Step& u, const Progress& progress) override {
    if (momentum_ > 0) ensure_state(mean_, u.x());
    u.map([this, rate = rate_->at(progress)](const Slice& slice, auto gradient) {
      using T = typename decltype(gradient)::value_type;
      if (momentum_ > 0) {
        const auto mean = chunk_of(mean_, slice, gradient);
        const T keep = static_cast<T>(momentum_);
        for (std::size_t i = 0; i < gradient.size(); ++i) {
          mean[i] = keep * mean[i] + (1 - keep) * gradient[i];
          gradient[i] = mean[i];
        }
      }
      const T size = static_cast<T>(rate);
      for (T& element : gradient) element = element > 0 ? size : element < 0 ? -size : T{0};
    });
  }

 private:
  std::shared_ptr<Schedule> rate_;
  double momentum_;
  Point mean_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, sign) {
  using Options = Sign::Options;
  return describe<Update, Sign>("sign", "steps of one size in every coordinate")
      .formula("m ← μ m + (1−μ) ĝ;  x ← x − η sign(m), sign(0) = 0")
      .memory("none; with momentum one vector of the point's dtype (float32 for 16-bit weights)")
      .reference("Liu et al., ICLR 2019: ZO-signSGD")
      .option("lr", &Options::lr, "η, size of the step in each coordinate", {.low = 0, .default_text = "0.01"})
      .option("momentum", &Options::momentum, "μ", {.low = 0, .high = 0.9999})
      .example("return ng.optimizer.zeroth_order { update = ng.update.sign { lr = 0.01, momentum = 0.9 } }");
}
