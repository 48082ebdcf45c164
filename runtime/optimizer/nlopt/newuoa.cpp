#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class Newuoa final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit Newuoa(Options options)
      : NloptSearch({NLOPT_LN_NEWUOA, "newuoa", 2, NloptMethod::Inside::folded}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, newuoa) {
  return describe_local<Newuoa>("newuoa", "quadratic models in a trust region, for problems without bounds")
      .formula(
          "x ← the minimum of a quadratic that interpolates 2d + 1 values, within ρ of x; ρ falls. NLopt's LN_NEWUOA.\n"
          "It knows no bounds: where there are some, coordinates are folded smoothly into them, as cmaes does")
      .memory("about 4 d² numbers")
      .reference("Powell, in Large-Scale Nonlinear Optimization (2006)")
      .example(
          "return ng.minimize(ng.objective.rosenbrock { dim = 4 },\n"
          "  { budget = 1000, optimizer = ng.optimizer.newuoa { step = 0.5 } })");
}
