#include "runtime/catalog/describe.hpp"

NILGRAD_DESCRIBE(room, pruner) {
  return Described<NoOptions>("room", "pruner",
                              "ways to stop trials that do not promise much: for the option pruner of ng.study")
      .example("return ng.study { pruner = ng.pruner.median(), seed = 1 }.pruner");
}
