#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/row.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

/// Every block of `points` trials is a Latin hypercube of its own: trial n has the cell order[n mod points] of each
/// parameter, where the order belongs to (seed, parameter, block). Nothing has to be known of the space before, nor of
/// the other trials.
class LatinHypercube final : public Sampler {
 public:
  struct Options {
    std::int64_t points = 20;
  };
  explicit LatinHypercube(const Options& options) : points_(options.points) {}

  bool serves_several_objectives() const override { return true; }

  Value draw(const Turn& turn, const std::string& name, const Domain& domain) override {
    Generator random = turn.random(name);
    if (turn.retry > 0) return draw_uniform(domain, random);  // the cell is not allowed
    const Key block =
        shared_key(turn.history.seed(), name, strata_order).at_step(static_cast<std::uint64_t>(turn.number / points_));
    std::vector<double> u(domain.coordinates());
    Generator orders(block);
    for (double& number : u) {
      const auto order = orders.permutation(static_cast<std::size_t>(points_));
      const auto stratum = static_cast<double>(order[static_cast<std::size_t>(turn.number % points_)]);
      number = (stratum + random.uniform()) / static_cast<double>(points_);
    }
    return domain.at(u);
  }

 private:
  std::int64_t points_;
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, lhs) {
  using Options = study::LatinHypercube::Options;
  return describe<study::Sampler, study::LatinHypercube>(
             "lhs", "Latin hypercubes: each parameter's range is covered evenly in every block of trials")
      .formula("u = (order[n mod points] + U(0, 1)) / points, an order for each parameter and block")
      .cost("none")
      .memory("none")
      .reference("McKay, Beckman & Conover, Technometrics 21 (1979)")
      .option("points", &Options::points, "trials in a hypercube: of the number 0 … points − 1, and so on",
              {.low = 1, .high = 1e6})
      .example(
          "local study = ng.study { sampler = ng.sampler.lhs { points = 10 }, seed = 1 }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 10 })\n"
          "return study.best");
}
