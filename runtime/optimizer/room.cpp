#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, optimizer) {
  return Described<NoOptions>("room", "optimizer",
                              "ways to search: for the option optimizer of ng.minimize, ng.maximize and ng.start")
      .example(
          "return ng.minimize(ng.objective.ellipsoid { dim = 4 }, { optimizer = ng.optimizer.cmaes(), budget = 400, "
          "seed = 1 }).value");
}
