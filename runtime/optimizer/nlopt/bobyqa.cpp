#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class Bobyqa final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit Bobyqa(Options options) : NloptSearch({NLOPT_LN_BOBYQA, "bobyqa", 2}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, bobyqa) {
  return describe_local<Bobyqa>(
             "bobyqa", "quadratic models in a trust region, inside bounds: smooth functions with few evaluations")
      .formula(
          "x ← the minimum of a quadratic that interpolates 2d + 1 values, within ρ of x and inside the bounds; ρ "
          "falls.\n"
          "NLopt's LN_BOBYQA")
      .memory("about 4 d² numbers")
      .reference("Powell, report DAMTP 2009/NA06, Cambridge")
      .example(
          "return ng.minimize(ng.objective.rosenbrock { dim = 4 },\n"
          "  { budget = 1000, lower = -5, upper = 5, optimizer = ng.optimizer.bobyqa() })");
}
