#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Scale final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> factor = "constant";
  };
  explicit Scale(const Options& options) : factor_(options.factor.make()) {}

  void transform(Step& u, const Progress& progress) override { u.scale(factor_->at(progress)); }

 private:
  std::shared_ptr<Schedule> factor_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, scale) {
  return describe<Update, Scale>("scale", "multiplies by a number or a schedule: the rate at a chain's end")
      .formula("u ← s u")
      .memory("none: ĝ stays scalars and keys")
      .option("factor", &Scale::Options::factor, "s", {.low = 0, .default_text = "0.01"})
      .positional({"factor"})
      .example("return ng.update.chain { ng.update.normalize(), ng.update.scale(ng.schedule.cosine { from = 0.1 }) }");
}
