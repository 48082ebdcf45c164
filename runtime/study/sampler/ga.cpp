#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/sampler.hpp"
#include "runtime/study/sampler/variation.hpp"

namespace nilgrad::study {
namespace {

/// Steady state: the population is the best distinct trials at this moment, so nobody waits for a generation's slowest
/// member, the best one stays in it, and all workers have the same one.
class Genetic final : public Sampler {
 public:
  struct Options {
    std::int64_t population = 10;
    std::int64_t tournament = 2;
    double crossover = 0.9;
    std::optional<double> mutation;
  };
  explicit Genetic(const Options& options)
      : options_(options), start_(catalog::make<Sampler>("lhs", {{"points", options.population}})) {}

  Proposal propose(const Turn& turn) override {
    if (turn.number < options_.population) return {{}, "lhs"};
    const auto population = best_distinct_trials(turn.history, static_cast<std::size_t>(options_.population));
    if (population.empty()) return {{}, "random"};
    const auto pick = [&](Generator& random) {
      auto best = static_cast<std::int64_t>(population.size()) - 1;
      for (std::int64_t i = 0; i < options_.tournament; ++i)
        best = std::min(best, random.integer(0, static_cast<std::int64_t>(population.size()) - 1));
      return row_of(turn.history, population[static_cast<std::size_t>(best)]);
    };
    Generator random = turn.random();
    const Row child = new_child(
        turn.history, pick, {options_.crossover, options_.mutation},
        [&](const Row& row) { return allowed(values_at(turn.history, row)); }, random);
    return {values_at(turn.history, child), "ga"};
  }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    return turn.number < options_.population ? start_->draw(turn, name, domain) : Sampler::draw(turn, name, domain);
  }

 private:
  Options options_;
  std::shared_ptr<Sampler> start_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, ga) {
  using Options = study::Genetic::Options;
  return describe<study::Sampler, study::Genetic>(
             "ga", "a genetic algorithm of steady state: children of the best trials so far")
      .formula(
          "starts with a Latin hypercube; then each trial is a child of two of the best `population` distinct trials, "
          "each the\n"
          "best of `tournament` drawn. Children that were tried before, or lie nearest to a failed trial, are drawn "
          "again")
      .cost("none")
      .memory("none between trials")
      .reference("Koch et al., Autotune, KDD 2018; Eshelman & Schaffer, FOGA 2 (1993)")
      .option("population", &Options::population, "best trials that have children", {.low = 2, .high = 1e5})
      .option("tournament", &Options::tournament, "drawn for each parent: more, and only the very best have children",
              {.low = 1, .high = 1e5})
      .option("crossover", &Options::crossover, "probability of two parents", {.low = 0, .high = 1})
      .option("mutation", &Options::mutation, "probability of each parameter",
              {.low = 0, .high = 1, .default_text = "1/(number of parameters)"})
      .example(
          "local study = ng.study { sampler = ng.sampler.ga(), seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local order = trial:permutation('order', 4)\n"
          "  return (trial:float('x', -1, 1) - 0.3) ^ 2 + order[1]\n"
          "end, { trials = 60 })\n"
          "return study.best");
}
