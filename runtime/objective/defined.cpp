#include "runtime/objective/defined.hpp"

NILGRAD_DESCRIBE(objective, define) {
  using Options = nilgrad::DefinedOptions;
  return Described<Options>("objective", "define", "an objective from a function, with its dimension, bounds and name")
      .opaque("f", Type::function, "", "f(x) returns a number", {.required = true})
      .option("dim", &Options::dim, "d, number of variables",
              {.low = 1, .high = 1e10, .unit = "variables", .required = true})
      .option("name", &Options::name, "what results and journals call it")
      .option("lower", &Options::lower, "least values, one or one a coordinate", {.infinite = true})
      .option("upper", &Options::upper, "greatest values, one or one a coordinate", {.infinite = true})
      .option("start", &Options::start, "where a run begins unless told",
              {.default_text = "the middle of the bounds, else 0"})
      .option("point", &Options::point, "what f is given: a table, which is used again for the next point, or a tensor",
              {.choices = {"table", "tensor"}})
      .cost("1 a value")
      .example(
          "local f = ng.objective.define { f = function(x) return (x[1] - 3)^2 end, dim = 1, lower = 0, upper = 10 }\n"
          "return ng.minimize(f, { budget = 200, seed = 1 })");
}
