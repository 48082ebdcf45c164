#pragma once
#include <cstddef>

namespace nilgrad::interpreter {

/// What moving x by an estimate of q directions costs, for q = 1, 4, 16, next to x *= s and to one direction added in
/// place, on the same buffer of `mib` MiB of float32, alternating, medians of `repeat` repetitions. Prints a table.
int bench_apply(std::size_t mib, int threads, int repeat);

}  // namespace nilgrad::interpreter
