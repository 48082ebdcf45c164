#include "runtime/optimizer/nlopt/search.hpp"

namespace nilgrad {
namespace {

class NelderMead final : public NloptSearch {
 public:
  using Options = NloptOptions;
  explicit NelderMead(Options options) : NloptSearch({NLOPT_LN_NELDERMEAD, "nelder_mead"}, std::move(options)) {}
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(optimizer, nelder_mead) {
  return describe_local<NelderMead>("nelder_mead",
                                    "the simplex of Nelder and Mead: d + 1 points that reflect, expand and shrink")
      .formula(
          "the worst point is reflected at the centre of the others, then stretched, contracted or all are shrunk;\n"
          "moves that leave the bounds end on them. NLopt's LN_NELDERMEAD")
      .memory("(d + 1)² numbers")
      .reference("Nelder & Mead, Comput. J. 7 (1965); Richardson & Kuester, Commun. ACM 16 (1973)")
      .example(
          "return ng.minimize(ng.objective.rosenbrock { dim = 2 },\n"
          "  { budget = 1000, optimizer = ng.optimizer.nelder_mead { step = 0.5 } })");
}
