#pragma once
#include <optional>

#include "runtime/transformer/branch_weights.hpp"
#include "runtime/transformer/layout.hpp"
#include "runtime/transformer/panels.hpp"

namespace nilgrad::transformer {

/// What happens to y = W x + b while it is in cache, in this order.
struct Finish {
  float scale = 1;                       ///< y ← scale · y
  std::optional<Activation> activation;  ///< y ← activation(y)
  const Panels* times = nullptr;         ///< y ← y · times, element by element
  Panels* add_to = nullptr;              ///< add_to ← add_to + y
};

/// Rows of a matrix that are formed and multiplied at a time, and the numbers of each: about 200 KB of a second-level
/// cache. They are fixed, so the bits depend on neither the number of threads nor that of branches.
inline constexpr std::size_t tile_rows = 48;
inline constexpr std::size_t tile_depth = 1024;

/// y ← W x + b of every branch and token, one tile of W for all of them; in parallel over tiles. An activation is
/// applied to x's own numbers in y; x and y are different.
void linear(const BranchWeights& weights, const LinearTensors& tensors, const Panels& x, Panels& y,
            const Finish& finish = {});

/// y ← activation(x) in place
void activate(Activation activation, float* x, std::size_t n);

/// f(block of W, whether it continues the sums of the block before) over the parts of rows row … row + rows − 1.
template <class F>
void for_each_depth(std::size_t tensor, std::size_t row, std::size_t rows, std::size_t depth, const F& f) {
  for (std::size_t k = 0; k < depth; k += tile_depth)
    f(Block{tensor, row, rows, k, std::min(tile_depth, depth - k)}, k > 0);
}

}  // namespace nilgrad::transformer
