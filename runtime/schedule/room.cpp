#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, schedule) {
  return Described<NoOptions>("room", "schedule",
                              "numbers that change from step to step: wherever an option takes a number or a schedule")
      .example("return ng.update.sgd { lr = ng.schedule.cosine { from = 0.1, to = 0.001 } }");
}
