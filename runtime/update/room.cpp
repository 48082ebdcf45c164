#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, update) {
  return Described<NoOptions>("room", "update",
                              "what a step makes of an estimate: for the option update of ng.optimizer.zeroth_order")
      .example("return ng.optimizer.zeroth_order { update = ng.update.adam { lr = 0.01 } }");
}
