#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Sgd final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
    bool normalized = false;
  };
  explicit Sgd(const Options& options) : rate_(options.lr.make()), normalized_(options.normalized) {}

  void transform(Step& u, const Progress& progress) override {
    const double length = normalized_ ? u.norm() : 1;
    if (!(length > 0)) return u.clear();
    u.scale(rate_->at(progress) / length);
  }

 private:
  std::shared_ptr<Schedule> rate_;
  bool normalized_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, sgd) {
  using Options = Sgd::Options;
  return describe<Update, Sgd>("sgd", "a step against the estimate, regenerated from its keys in one pass")
      .formula("x ← x − η ĝ;  normalized: x ← x − η ĝ/|ĝ|")
      .memory("none: ĝ stays scalars and keys")
      .reference("Robbins & Monro 1951; Ghadimi & Lan, SIAM J. Optim. 23 (2013)")
      .option("lr", &Options::lr, "η, learning rate", {.low = 0, .default_text = "0.01"})
      .option("normalized", &Options::normalized, "steps of length η whatever the length of ĝ; one more pass")
      .example("return ng.optimizer.zeroth_order { update = ng.update.sgd { lr = 0.1 } }");
}
