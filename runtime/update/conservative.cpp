#include "runtime/catalog/describe.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad {
namespace {

class Conservative final : public Update {
 public:
  struct Options {
    catalog::Part<Schedule> lr = "constant";
  };
  explicit Conservative(const Options& options) : rate_(options.lr.make()) {}

  std::int64_t evaluations() const override { return 3; }
  void transform(Step& u, const Progress& progress) override { u.scale(rate_->at(progress)); }

 private:
  std::shared_ptr<Schedule> rate_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(update, conservative) {
  return describe<Update, Conservative>("conservative",
                                        "looks before it steps: the best of staying, a step and its opposite")
      .formula("x ← argmin { f(x), f(x − η ĝ), f(x + η ĝ) }; x stays where both are no better or fail")
      .cost("3 evaluations a step besides the estimate's")
      .memory("none; behind an update with a vector of its own, or with constraints, two vectors while it looks")
      .reference("Zhang et al., ICML 2024 (ZO-SGD-Cons): arXiv 2402.11592")
      .option("lr", &Conservative::Options::lr, "η, learning rate; 1 at the end of a chain",
              {.low = 0, .default_text = "0.01"})
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 10 }, { seed = 1, budget = 2000,\n"
          "  optimizer = ng.optimizer.zeroth_order { update = ng.update.conservative { lr = 0.05 } } })");
}
