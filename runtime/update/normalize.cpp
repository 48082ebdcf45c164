#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Normalize final : public Update {
 public:
  struct Options {};
  explicit Normalize(Options) {}

  void transform(Step& u, const Progress&) override {
    const double length = u.norm();
    if (!(length > 0)) return u.clear();
    u.scale(1 / length);
  }
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, normalize) {
  return describe<Update, Normalize>("normalize", "length 1, whatever the length was")
      .formula("u ← u/|u|₂; nothing is passed on when |u| = 0")
      .memory("none: one more pass; behind an update that works element by element, one vector while the step is made")
      .example("return ng.update.chain { ng.update.normalize(), ng.update.sgd { lr = 0.1 } }");
}
