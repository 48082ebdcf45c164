#pragma once
#include <string>

#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// A tensor for a terminal of so many columns: shape, dtype, and its elements where they are few; else least, mean and
/// greatest of them, and those at the edges, in columns.
std::string excerpt(const Tensor& x, std::size_t columns, const StopToken& stop = {});

}  // namespace nilgrad
