#pragma once
#include <string>

#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// What is printed for a tensor: up to 64 elements whole, in Lua's braces ("tensor [2] float64 { 1, 2 }"); of
/// more its shape and dtype, min, mean and max of the finite elements, the first and last three elements, and how many
/// are NaN or infinite, where any is. One pass over the elements.
std::string summary(const Tensor& x, StopToken stop = {});

}  // namespace nilgrad
