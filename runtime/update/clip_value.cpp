#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class ClipValue final : public Update {
 public:
  struct Options {
    double most = 1;
  };
  explicit ClipValue(Options options) : most_(options.most) {}

  void transform(Step& u, const Progress&) override {
    u.map([most = most_](const Slice&, auto elements) {
      using T = typename decltype(elements)::value_type;
      for (T& element : elements) element = std::clamp(element, static_cast<T>(-most), static_cast<T>(most));
    });
  }

 private:
  double most_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, clip_value) {
  return describe<Update, ClipValue>("clip_value", "cuts each coordinate to an interval around 0")
      .formula("u_i ← min(max(u_i, −most), most)")
      .memory("none")
      .option("most", &ClipValue::Options::most, "greatest size of a coordinate", {.low = 0, .above_low = true})
      .positional({"most"})
      .example("return ng.update.chain { ng.update.clip_value(0.5), ng.update.sgd { lr = 0.1 } }");
}
