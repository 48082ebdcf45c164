#include "runtime/catalog/describe.hpp"
#include "runtime/study/pruner/curves.hpp"

namespace nilgrad::study {
namespace {

class None final : public CurvePruner {
 public:
  using Options = catalog::NoOptions;
  explicit None(const Options&) {}

 protected:
  bool stops(const History&, const Trial&) override { return false; }
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(pruner, none) {
  return describe<study::Pruner, study::None>("none", "lets every trial run to its end, but for those that report NaN")
      .cost("nothing: goes by the reports")
      .memory("none")
      .example(
          "local study = ng.study { pruner = ng.pruner.none(), seed = 1 }\n"
          "study:optimize(function(trial)\n"
          "  local x = trial:float('x', -1, 1)\n"
          "  for step = 1, 10 do\n"
          "    trial:report(step, x < -0.9 and 0 / 0 or x ^ 2 + 1 / step)\n"
          "    if trial:should_prune() then trial:prune() end\n"
          "  end\n"
          "  return x ^ 2\n"
          "end, { trials = 20 })\n"
          "return study.best");
}
