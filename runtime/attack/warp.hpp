#pragma once
#include <span>

#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// A rotation about the middle of the image, anticlockwise, and then a move. The move is in pixels.
struct Transformation {
  double degrees = 0, down = 0, right = 0;
};

/// The image turned and moved, [n, image…] float32, a row for each transformation: bilinear between the pixels it was,
/// 0 where there were none. `image`: float32 [channels, height, width] or [height, width]; throws Error(shape) for
/// others.
Tensor warp(const Tensor& image, std::span<const Transformation> transformations);

}  // namespace nilgrad
