#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, estimator) {
  return Described<NoOptions>("room", "estimator",
                              "ways to estimate a gradient from values: for ng.estimate and ng.optimizer.zeroth_order")
      .example(
          "return ng.estimate(ng.objective.sphere { dim = 3 }, { 1, 2, 3 }, { estimator = ng.estimator.coordinate(), "
          "seed = 1 }):dense()");
}
