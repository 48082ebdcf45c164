#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/gaussian_process/losses.hpp"
#include "runtime/study/sampler/gaussian_process/search.hpp"
#include "runtime/study/sampler/gaussian_process/start.hpp"

namespace nilgrad::study {
namespace {

class GaussianProcess final : public Sampler {
 public:
  struct Options {
    std::int64_t startup = 10;
    std::string scale = "values";
  };
  explicit GaussianProcess(const Options& options)
      : startup_(options.startup), scale_(options.scale == "ranks" ? gp_ranked : gp_clipped) {}

  Proposal propose(const Turn& turn) override {
    if (turn.number < startup_ || turn.history.columns() == 0) return {{}, "lhs"};
    const GpSpace space(turn, startup_);
    const GpSuccess success(turn, space, fits_);
    const auto model = GpModel::of(turn, space, success, fits_, scale_);
    if (!model) return {{}, "lhs"};
    const GpSpace::Point point =
        gp_best_point(*model, space, turn.random(), [this](const Given& values) { return allowed(values); });
    if (point.size() == 0) return {{}, "uniform"};
    return {space.values(point), "gp"};
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    return draw_latin(turn, name, domain, startup_);
  }

 private:
  std::int64_t startup_;
  GpFits::Scale scale_;
  GpFits fits_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, gp) {
  using Options = study::GaussianProcess::Options;
  return describe<study::Sampler, study::GaussianProcess>(
             "gp", "a Gaussian process of the losses; each trial where it expects the greatest improvement")
      .formula("Matérn 5/2 with a length scale each parameter; argmax log EI(x) + log P(success at x)")
      .cost("cubic in the trials to 250, which stand for the others from then on")
      .memory("250² numbers")
      .reference("Jones et al. 1998; Snoek et al., NIPS 2012; Ament et al., NeurIPS 2023 (log-EI)")
      .option("startup", &Options::startup, "trials of a Latin hypercube before the first model", {.low = 1})
      .option("scale", &Options::scale, "what is modelled: losses, outliers clipped, or normal scores of their ranks",
              {.choices = {"values", "ranks"}})
      .example(
          "local study = ng.study { sampler = ng.sampler.gp(), seed = 1 }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 20 })\n"
          "return study.best");
}
