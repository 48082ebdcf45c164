#pragma once
#include "runtime/tensor/tensor.hpp"

// Reductions with a fixed shape: sums run in double over blocks of 4096 elements, element i of a block going to lane i
// mod 16; the lanes are then added pairwise (0+8, 1+9, …, then 4, 2 and 1 apart) and the blocks in order. The result
// has the same bits for any number of threads and any instruction set, and along a dimension the same bits as for each
// of its lines alone.
namespace nilgrad {

enum class Reduction {
  sum,
  mean,
  min,  ///< NaN when there is one, like max
  max,
  argmin,  ///< the first position (from 0) of the minimum, or of the first NaN
  argmax,
  nonzero,   ///< number of elements that are not 0, "norm 0"
  norm1,     ///< Σ|x|
  norm2,     ///< √Σx², squares in double
  norm_inf,  ///< max |x|
};

/// Of all elements. Throws Error(shape) for min, max, argmin, argmax and mean of no elements.
double reduce(Reduction reduction, const Tensor& x);
/// Along `dimension` (from 0), which the result lacks; x's dtype, but float64 for positions and counts.
Tensor reduce(Reduction reduction, const Tensor& x, std::size_t dimension);
/// Σ a_i b_i over tensors of equal shape, products and sum in double.
double dot(const Tensor& a, const Tensor& b);

std::string_view name_of(Reduction reduction) noexcept;

}  // namespace nilgrad
