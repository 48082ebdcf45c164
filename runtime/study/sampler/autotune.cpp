#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/autotune_genetic.hpp"
#include "runtime/study/sampler/autotune_local.hpp"
#include "runtime/study/sampler/gaussian_process/losses.hpp"
#include "runtime/study/sampler/gaussian_process/search.hpp"
#include "runtime/study/sampler/gaussian_process/start.hpp"

namespace nilgrad::study {
namespace {

/// Which search has trial startup + i: place i of the pattern, over and over. v: Gaussian process of the values, r: of
/// the ranks, g: genetic, l: local.
constexpr std::string_view pattern = "vgrvgrvgrl";

class Autotune final : public Sampler {
 public:
  struct Options {
    std::int64_t startup = 10;
  };
  explicit Autotune(const Options& options) : startup_(options.startup) {}

  Proposal propose(const Turn& turn) override {
    if (turn.number < startup_ || turn.history.columns() == 0) return {{}, "lhs"};
    const GpSpace space(turn, startup_);
    const GpSuccess success(turn, space, fits_);
    // What the constraints refuse goes to the next search: the local one may have no other place to go to.
    const char search = pattern[static_cast<std::size_t>(turn.number - startup_ + turn.retry) % pattern.size()];
    Proposal proposal;
    if (search == 'g') proposal = genetic(turn, space, success);
    if (search == 'l') proposal = local(turn, space, success);
    if (proposal.values.empty()) proposal = model(turn, space, success, search == 'r' ? gp_ranked : gp_clipped);
    if (proposal.values.empty()) proposal = {{}, "uniform"};
    return proposal;
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    return draw_latin(turn, name, domain, startup_);
  }

 private:
  Proposal genetic(const Turn& turn, const GpSpace& space, const GpSuccess& success) {
    Generator random = turn.random();
    return named(space, genetic_child(space, gp_losses(turn.history, space), success, random), "genetic");
  }
  Proposal local(const Turn& turn, const GpSpace& space, const GpSuccess& success) {
    Generator random = turn.random();
    const double step = pattern_step(turn.history, "local");
    return named(space, pattern_neighbour(space, turn.history, step, success, random), "local");
  }
  Proposal model(const Turn& turn, const GpSpace& space, const GpSuccess& success, GpFits::Scale scale) {
    const auto model = GpModel::of(turn, space, success, fits_, scale);
    if (!model) return {};
    return named(space, gp_best_point(*model, space, turn.random(), [this](const Given& g) { return allowed(g); }),
                 "gp");
  }
  static Proposal named(const GpSpace& space, const GpSpace::Point& point, const char* source) {
    if (point.size() == 0) return {};
    return {space.values(point), source};
  }

  std::int64_t startup_;
  GpFits fits_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, autotune) {
  using Options = study::Autotune::Options;
  return describe<study::Sampler, study::Autotune>("autotune",
                                                   "a hybrid of searches that share every evaluation: the default")
      .formula("a Latin hypercube; then in turns Gaussian processes, a genetic algorithm and a pattern search")
      .cost("cubic in the trials to 250, which stand for the others from then on")
      .memory("250² numbers")
      .reference("Koch et al., KDD 2018 (Autotune)")
      .option("startup", &Options::startup, "trials of a Latin hypercube before the searches", {.low = 1})
      .example(
          "local study = ng.study { sampler = ng.sampler.autotune(), seed = 1 }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 20 })\n"
          "return study.best");
}
