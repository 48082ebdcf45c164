#pragma once

namespace nilgrad::interpreter {

/// What an evaluation costs beside the function itself: random search and two-point descent on the native sphere, and a
/// Lua objective next to a bare loop of calls of it with a refilled table, in ten variables, alternating, medians of
/// `repeat` runs. Prints a table.
int bench_objective(int evaluations, int repeat);

}  // namespace nilgrad::interpreter
