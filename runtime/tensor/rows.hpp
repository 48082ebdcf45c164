#pragma once
#include <span>

#include "runtime/stop_token.hpp"

#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// Copies of the rows named by `indices` (from 0, in any order, repeats allowed), one after another. Throws
/// Error(shape) for one outside.
Tensor gather(const Tensor& x, std::span<const std::int64_t> indices, StopToken stop = {});

/// The tensors joined along `dimension` (from 0), in which alone their shapes may differ; float64 unless all are
/// float32. Throws Error(shape) for no tensors and for shapes that do not fit.
Tensor concat(std::span<const Tensor> parts, std::size_t dimension, StopToken stop = {});

}  // namespace nilgrad
