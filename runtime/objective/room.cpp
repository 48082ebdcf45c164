#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, objective) {
  return Described<NoOptions>(
             "room", "objective",
             "things to minimise: test functions, programs, models; ng.objective.define makes one from a function")
      .example("local f = ng.objective.rosenbrock { dim = 2 }\nreturn f { 1, 1 }");
}
