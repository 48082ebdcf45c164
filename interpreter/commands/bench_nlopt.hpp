#pragma once

namespace nilgrad::interpreter {

/// NLopt's methods called directly, next to the same methods as optimizers of a run, on the native Rosenbrock function
/// of `dim` variables in [-5, 5]^d from its own start point, alternating, medians of `repeat` runs of at most
/// `evaluations`. Prints a table of the time of an evaluation, the function's own included.
int bench_nlopt(int dim, int evaluations, int repeat);

}  // namespace nilgrad::interpreter
