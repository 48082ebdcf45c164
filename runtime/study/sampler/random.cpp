#include "runtime/catalog/describe.hpp"
#include "runtime/study/sampler/sampler.hpp"

namespace nilgrad::study {
namespace {

class Random final : public Sampler {
 public:
  using Options = catalog::NoOptions;
  explicit Random(const Options&) {}
  bool serves_several_objectives() const override { return true; }
};

}  // namespace
}  // namespace nilgrad::study

NILGRAD_DESCRIBE(sampler, random) {
  return describe<study::Sampler, study::Random>("random", "each parameter uniform by itself, on its own scale")
      .cost("none")
      .memory("none")
      .reference("Bergstra & Bengio, JMLR 13 (2012)")
      .example(
          "local study = ng.study { sampler = ng.sampler.random(), seed = 1 }\n"
          "study:optimize(function(trial) return (trial:float('x', -1, 1) - 0.3) ^ 2 end, { trials = 20 })\n"
          "return study.best");
}
