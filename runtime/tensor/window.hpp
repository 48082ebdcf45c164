#pragma once
#include "runtime/stop_token.hpp"
#include "runtime/tensor/elementwise.hpp"

namespace nilgrad {

/// A box in the last dimensions of a tensor: positions first … last (both from 0, both inclusive) of each, for every
/// index of the dimensions before them. Rows 3…7 and columns 2…5 of all channels of a [c, h, w] image: {{3, 2}, {7,
/// 5}}.
struct Window {
  Shape first, last;
};

/// The shape of the window in `x`: leading extents, then last − first + 1. Throws Error(shape) for a window that has
/// more dimensions than x, is empty or reaches outside.
Shape window_shape(const Tensor& x, const Window& window);

/// A copy of the window.
Tensor copy_window(const Tensor& x, const Window& window, StopToken stop = {});

/// x ← x op value within the window (assign, add, …); the rest stays. The value is a number, one value for each leading
/// index (a tensor of one dimension: a value for each channel), or a tensor that broadcasts to the window's shape.
void apply_in_window(Binary op, Tensor& x, const Window& window, const Operand& value);

}  // namespace nilgrad
