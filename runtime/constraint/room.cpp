#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, constraint) {
  return Described<NoOptions>("room", "constraint", "where points may lie: projections for ng.optimizer.zeroth_order")
      .example(
          "local c = ng.constraint.l2 { radius = 1 }\nreturn ng.minimize(ng.objective.sphere { dim = 3 }, { budget = "
          "60, seed = 1,\n  optimizer = ng.optimizer.zeroth_order { constraint = c } }).value");
}
