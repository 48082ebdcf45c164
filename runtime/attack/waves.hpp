#pragma once
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// Sums of the lowest waves of the orthonormal cosine transform: [n, height, width] float32, image i being
/// Σ coefficients[i, k, l] v_k h_l with v_k[r] = √(2/height) cos(π k (r + ½) / height), √(1/height) for k = 0, and h_l
/// likewise. `coefficients`: float32 [n, p, q] with p ≤ height, q ≤ width; throws Error(shape) for others. Multiplies
/// p·width·(q + height) times an image.
Tensor sum_of_waves(const Tensor& coefficients, std::int64_t height, std::int64_t width);

}  // namespace nilgrad
