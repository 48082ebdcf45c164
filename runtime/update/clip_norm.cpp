#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class ClipNorm final : public Update {
 public:
  struct Options {
    double most = 1;
  };
  explicit ClipNorm(Options options) : most_(options.most) {}

  void transform(Step& u, const Progress&) override {
    const double length = u.norm();
    if (length > most_) u.scale(most_ / length);
  }

 private:
  double most_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, clip_norm) {
  return describe<Update, ClipNorm>("clip_norm", "shortens what is longer than a length")
      .formula("u ← u·min(1, most/|u|₂)")
      .memory("none: one more pass; behind an update that works element by element, one vector while the step is made")
      .reference("Pascanu, Mikolov & Bengio, ICML 2013")
      .option("most", &ClipNorm::Options::most, "greatest length", {.low = 0, .above_low = true})
      .positional({"most"})
      .example("return ng.update.chain { ng.update.clip_norm(1), ng.update.sgd { lr = 0.1 } }");
}
