#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/optimizer_sampler.hpp"

namespace nilgrad::study {
namespace {

class AnyOptimizer final : public OptimizerSampler {
 public:
  struct Options {
    catalog::Part<Optimizer> optimizer = "nelder_mead";
  };
  explicit AnyOptimizer(const Options& options)
      : OptimizerSampler("optimizer", [options](const std::vector<Factor>&) { return options.optimizer.make(); }) {}
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, optimizer) {
  using Options = study::AnyOptimizer::Options;
  return describe<study::Sampler, study::AnyOptimizer>(
             "optimizer", "any optimizer on the ordered parameters; choices come from the best trials")
      .formula(
          "the optimizer on [0, 1]^d from trial 0: its step sizes are shares of the parameters' ranges. Choices come "
          "together\n"
          "from one of the best quarter of the trials, each drawn anew with probability 0.3. Trials beyond what it "
          "asks\n"
          "for at once are drawn near one of the ten best. Ended, it begins again at the best trial")
      .cost("the optimizer's")
      .memory("the optimizer's")
      .reference("Larson, Menickelly & Wild, Acta Numerica 28 (2019)")
      .option("optimizer", &Options::optimizer, "which one")
      .example(
          "local study = ng.study { sampler = ng.sampler.optimizer { optimizer = ng.optimizer.bobyqa() }, seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  return (trial:float('x', -1, 1) - 0.3) ^ 2 + (trial:float('y', -1, 1) + 0.2) ^ 2\n"
          "end, { trials = 30 })\n"
          "return study.best");
}
