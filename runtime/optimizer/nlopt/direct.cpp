#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class Direct final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit Direct(Options options)
      : NloptSearch({NLOPT_GN_DIRECT, "direct", 1, NloptMethod::Inside::finite_bounds}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, direct) {
  return describe_nlopt<Direct>("direct",
                                "DIRECT: divides a box where it is large or promising; global, without randomness")
      .formula(
          "boxes that could hold the minimum for some Lipschitz constant are cut in three along their longest sides;\n"
          "the first point is the start point, the second the middle of the bounds. It divides until the budget ends. "
          "NLopt's GN_DIRECT")
      .memory("about 2 d numbers an evaluation")
      .reference("Jones, Perttunen & Stuckman, J. Optim. Theory Appl. 79 (1993)")
      .example(
          "return ng.minimize(ng.objective.levy { dim = 2 }, { budget = 500, optimizer = ng.optimizer.direct() })");
}
