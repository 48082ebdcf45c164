#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class Cobyla final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit Cobyla(Options options) : NloptSearch({NLOPT_LN_COBYLA, "cobyla"}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, cobyla) {
  return describe_local<Cobyla>("cobyla", "linear models on a simplex in a trust region, from one variable on")
      .formula("x ← the minimum of the linear interpolation of d + 1 values within ρ of x; ρ falls. NLopt's LN_COBYLA")
      .memory("about 3 d² numbers")
      .reference("Powell, in Advances in Optimization and Numerical Analysis (1994)")
      .example(
          "return ng.minimize(ng.objective.sphere { dim = 3 },\n"
          "  { budget = 500, lower = -2, upper = 2, optimizer = ng.optimizer.cobyla() })");
}
