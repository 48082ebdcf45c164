#pragma once
#include <cmath>

#include "runtime/tensor/elementwise.hpp"
#include "runtime/tensor/parallel.hpp"
#include "runtime/tensor/strided.hpp"

namespace nilgrad {

/// with_function(op, use) calls use(f), f(x, y) being op on two numbers of one type.
template <class Use>
void with_function(Binary op, Use&& use) {
  switch (op) {
    case Binary::add:
      return use([](auto x, auto y) { return x + y; });
    case Binary::subtract:
      return use([](auto x, auto y) { return x - y; });
    case Binary::multiply:
      return use([](auto x, auto y) { return x * y; });
    case Binary::divide:
      return use([](auto x, auto y) { return x / y; });
    case Binary::power:
      return use([](auto x, auto y) { return std::pow(x, y); });
    case Binary::minimum:
      return use([](auto x, auto y) { return (x < y) | (x != x) ? x : y; });
    case Binary::maximum:
      return use([](auto x, auto y) { return (x > y) | (x != x) ? x : y; });
    case Binary::assign:
      return use([](auto, auto y) { return y; });
  }
}

/// target[i] = f(a[i], b[i]) along a walk. The target may be a or b exactly, but not overlap them otherwise, which is
/// what the pragmas promise. `stop` is asked before each run.
template <class T, class F>
void loop(const StridedWalk& walk, T* target, const T* a, const T* b, F f, StopToken stop = {}) {
  const std::size_t n = walk.run_length();
  const std::size_t to = walk.run_stride(0), from_a = walk.run_stride(1), from_b = walk.run_stride(2);
  walk.for_each_run([&](std::size_t at, std::size_t at_a, std::size_t at_b) {
    stop.check();
    T* const z = target + at;
    const T *const x = a + at_a, *const y = b + at_b;
    if (to == 1 && from_a == 1 && from_b == 1) {
#pragma GCC ivdep
      for (std::size_t i = 0; i < n; ++i) z[i] = f(x[i], y[i]);
    } else if (to == 1 && from_a == 1 && from_b == 0) {
      const T value = *y;
#pragma GCC ivdep
      for (std::size_t i = 0; i < n; ++i) z[i] = f(x[i], value);
    } else if (to == 1 && from_a == 0 && from_b == 1) {
      const T value = *x;
#pragma GCC ivdep
      for (std::size_t i = 0; i < n; ++i) z[i] = f(value, y[i]);
    } else {
      for (std::size_t i = 0; i < n; ++i) z[i * to] = f(x[i * from_a], y[i * from_b]);
    }
  });
}

/// From 1 MiB of float32 on, long passes are split among threads.
constexpr std::size_t split_from = std::size_t{1} << 18;
constexpr std::size_t split_grain = std::size_t{1} << 16;

/// loop, split among threads where it is one long run.
template <class T, class F>
void parallel_loop(const StridedWalk& walk, T* target, const T* a, const T* b, F f, StopToken stop) {
  if (!walk.single_run() || walk.run_length() < split_from) return loop(walk, target, a, b, f, stop);
  const auto block = [&](std::size_t begin, std::size_t end) {
    loop(walk.shortened(end - begin), target + begin * walk.run_stride(0), a + begin * walk.run_stride(1),
         b + begin * walk.run_stride(2), f, stop);
  };
  parallel_for(walk.run_length(), split_grain, block);
}

}  // namespace nilgrad
