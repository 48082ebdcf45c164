#pragma once
#include "runtime/transformer/branch_weights.hpp"
#include "runtime/transformer/kernels/bfloat16.hpp"
#include "runtime/transformer/panels.hpp"

namespace nilgrad::transformer {

/// What a matrix is multiplied by: the panels of all branches, and beside them their numbers in bfloat16 where the
/// product is one of bfloat16: that of a bfloat16 matrix, where the model computes so and the machine can.
class Factor {
 public:
  /// All must outlive it.
  Factor(const BranchWeights& weights, std::size_t matrix, const Panels& x);

  std::size_t features() const { return x_.features(); }

  /// c(branch, panel) ← (c or 0) + block · x, in [rows of the block][32 tokens]; c gives where that begins.
  template <class Place>
  void multiply(const Block& block, bool accumulate, const Place& c) const {
    if (!kernels_) {
      const auto& kernels = layer_kernels();
      weights_.each(block, [&](std::size_t b, const Rows& rows) {
        for (std::size_t p = 0; p < x_.panels(); ++p)
          kernels.multiply(rows, x_.panel(b, p) + block.k * lanes, c(b, p), block.rows, block.depth, x_.width(p),
                           accumulate);
      });
      return;
    }
    weights_.each_bfloat16(block, [&](std::size_t b, const std::uint16_t* rows, std::size_t stride) {
      for (std::size_t p = 0; p < x_.panels(); ++p)
        kernels_->multiply(rows, stride, pairs(b, p) + block.k * lanes, c(b, p), block.rows, block.depth, accumulate);
    });
  }

 private:
  std::uint16_t* pairs(std::size_t b, std::size_t p) const {
    return static_cast<std::uint16_t*>(pairs_.get()) + (b * x_.panels() + p) * x_.features() * lanes;
  }

  const BranchWeights& weights_;
  const Panels& x_;
  const Bfloat16Kernels* kernels_ = nullptr;  // null: floats
  std::shared_ptr<void> pairs_;
};

}  // namespace nilgrad::transformer
