#include <algorithm>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/optimizer_sampler.hpp"

namespace nilgrad::study {
namespace {

constexpr double share_of_cell = 0.3;  // standard deviation that a coordinate of values keeps

class CmaesSampler final : public OptimizerSampler {
 public:
  struct Options {
    double sigma = 0.3;
    std::optional<std::int64_t> population;
    std::string restarts = "ipop";
  };
  explicit CmaesSampler(const Options& options)
      : OptimizerSampler("cmaes", [options](const std::vector<Factor>& searched) {
          // An int whose steps became shorter than its cells would never move again.
          std::vector<double> least;
          for (const Factor& factor : searched) least.push_back(share_of_cell * factor.cell);
          catalog::Values values{{"sigma", options.sigma}, {"restarts", options.restarts}, {"least_sigma", least}};
          if (options.population) values["population"] = *options.population;
          return catalog::make<Optimizer>("cmaes", values);
        }) {}
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, cmaes) {
  using Options = study::CmaesSampler::Options;
  return describe<study::Sampler, study::CmaesSampler>(
             "cmaes", "CMA-ES over the ordered parameters; choices come from the best trials")
      .formula(
          "ng.optimizer.cmaes on [0, 1]^d from trial 0, whose generations any number of workers fill. A trial beyond "
          "the\n"
          "generation is drawn near one of the ten best, so nobody waits. Ints and steps keep a standard deviation of "
          "0.3 of a\n"
          "value's cell, so they do not stall. Choices come together from one of the best quarter of the trials, and "
          "each is\n"
          "drawn anew with probability 0.3. Failed and pruned trials rank last")
      .cost("λ a generation")
      .memory("2 d² + 4 λd numbers")
      .reference("Hansen, arXiv:1604.00772; Hansen, INRIA RR-7751 (2011) for integers")
      .option("sigma", &Options::sigma, "first standard deviation, of each parameter's range",
              {.low = 0, .high = 1, .above_low = true})
      .option("population", &Options::population, "λ, trials a generation",
              {.low = 4, .high = 1e6, .unit = "trials", .default_text = "4 + floor(3 ln d)"})
      .option("restarts", &Options::restarts,
              "after a search has ended: ipop doubles λ, bipop alternates large and small λ; none: from the best trial",
              {.choices = {"none", "ipop", "bipop"}})
      .example(
          "local study = ng.study { sampler = ng.sampler.cmaes(), seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  return (trial:float('x', -1, 1) - 0.3) ^ 2 + (trial:int('n', 1, 100, { log = true }) - 7) ^ 2\n"
          "end, { trials = 60 })\n"
          "return study.best");
}
