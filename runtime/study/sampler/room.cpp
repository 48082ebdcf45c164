#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, sampler) {
  return Described<NoOptions>("room", "sampler", "ways to choose configurations: for the option sampler of ng.study")
      .example(
          "local study = ng.study { sampler = ng.sampler.tpe(), seed = 1 }\nstudy:optimize(function(trial) return "
          "trial:float(\"x\", -1, 1) ^ 2 end, { trials = 10, progress = false })\nreturn study.best");
}
