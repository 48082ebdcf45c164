#include "runtime/catalog/describe.hpp"
#include "runtime/estimator/estimator.hpp"
#include "runtime/study/sampler/optimizer_sampler.hpp"
#include "runtime/update/update.hpp"

namespace nilgrad::study {

/// A part that another thing is made with: kept as its recipe, since every run makes its own.
template <class T>
struct Piece {
  std::shared_ptr<const catalog::Recipe> recipe;
};

}  // namespace nilgrad::study

namespace nilgrad::catalog {

template <class T>
struct Slot<study::Piece<T>> {
  static constexpr Type type = Type::recipe;
  static void assign(study::Piece<T>& to, const Value& from) { to.recipe = std::get<Recipes>(from).front(); }
  static std::string text(const study::Piece<T>& value) { return value.recipe ? value.recipe->to_string() : "none"; }
};
template <class T>
struct PartOf<study::Piece<T>> : PartOf<Part<T>> {};

}  // namespace nilgrad::catalog

namespace nilgrad::study {
namespace {

class ZerothOrderSampler final : public OptimizerSampler {
 public:
  struct Options {
    Piece<Estimator> estimator;
    Piece<Update> update;
  };
  explicit ZerothOrderSampler(const Options& options)
      : OptimizerSampler("zeroth_order", [options](const std::vector<Factor>&) {
          auto estimator = options.estimator.recipe, update = options.update.recipe;
          // In units of the parameters' ranges; the defaults of both are for points of other sizes.
          if (!estimator) estimator = catalog::recipe("estimator", "two_point", {{"h", 0.05}});
          if (!update) update = catalog::recipe("update", "adam", {{"lr", 0.05}});
          return catalog::make<Optimizer>(
              "zeroth_order", {{"estimator", catalog::Recipes{estimator}}, {"update", catalog::Recipes{update}}});
        }) {}
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, zeroth_order) {
  using Options = study::ZerothOrderSampler::Options;
  return describe<study::Sampler, study::ZerothOrderSampler>(
             "zeroth_order",
             "an estimator and an update step on the ordered parameters; choices come from the best trials")
      .formula(
          "ng.optimizer.zeroth_order on [0, 1]^d from trial 0: h and lr are shares of the parameters' ranges. Points "
          "of one\n"
          "estimate have the same choices, which come from one of the best quarter of the trials, each drawn anew "
          "with\n"
          "probability 0.3. Ints and steps only move where h is larger than their cells. Trials beyond the open "
          "estimate\n"
          "are drawn near one of the ten best")
      .cost("its estimator's, a step")
      .memory("its update's")
      .reference("Liu et al., IEEE Signal Process. Mag. 37 (2020)")
      .option("estimator", &Options::estimator, "estimates the gradient",
              {.default_text = "ng.estimator.two_point { h = 0.05 }"})
      .option("update", &Options::update, "moves the point", {.default_text = "ng.update.adam { lr = 0.05 }"})
      .example(
          "local study = ng.study { seed = 1,\n"
          "  sampler = ng.sampler.zeroth_order { update = ng.update.adam { lr = 0.1 } } }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 40 })\n"
          "return study.best");
}
