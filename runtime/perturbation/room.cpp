#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, perturbation) {
  return Described<NoOptions>("room", "perturbation",
                              "distributions of random directions: for the option perturbation of estimators")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), queries = 4 }");
}
