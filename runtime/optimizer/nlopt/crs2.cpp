#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class Crs2 final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit Crs2(Options options)
      : NloptSearch({NLOPT_GN_CRS2_LM, "crs2", 1, NloptMethod::Inside::finite_bounds, true}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, crs2) {
  using Options = NloptOptions;
  return describe_nlopt<Crs2>("crs2",
                              "controlled random search: a population that contracts by random simplexes; global")
      .formula(
          "the worst of a population is replaced by a better point: the reflection of one of d random ones at the "
          "centre\n"
          "of the others and the best, else a random move about the best. It goes on until the budget ends. NLopt's "
          "GN_CRS2_LM")
      .memory("(d + 1) numbers a point of the population, and 1 an evaluation")
      .reference("Price, J. Optim. Theory Appl. 40 (1983); Kaelo & Ali, J. Optim. Theory Appl. 130 (2006)")
      .option("population", &Options::population, "points kept; 0: 10 (d + 1)",
              {.low = 0, .high = 1e7, .unit = "points"})
      .example(
          "return ng.minimize(ng.objective.levy { dim = 4 },\n"
          "  { seed = 1, budget = 3000, optimizer = ng.optimizer.crs2() })");
}
