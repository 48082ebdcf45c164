#pragma once
#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

// New tensors made in parts, on all threads: between two parts a stop is asked for.
namespace nilgrad {

Tensor filled(const Shape& shape, double value, DType dtype, StopToken stop);
/// The elements of x, converted where its dtype is another.
Tensor copied(const Tensor& x, DType dtype, StopToken stop);

}  // namespace nilgrad
