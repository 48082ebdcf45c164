#pragma once
#include "runtime/transformer/branch_weights.hpp"
#include "runtime/transformer/kernels/bfloat16.hpp"
#include "runtime/transformer/panels.hpp"

namespace nilgrad::transformer {

/// What a matrix is multiplied by: the panels of all branches, and beside them their numbers in bfloat16 where the
/// product is one of bfloat16: that of a bfloat16 matrix, where the model computes so and the machine can. Directions
/// of low rank are multiplied factor by factor, in floats.
class Factor {
 public:
  /// All must outlive it.
  Factor(const BranchWeights& weights, std::size_t matrix, const Panels& x);

  std::size_t features() const { return x_.features(); }

  /// c(branch, panel) ← (c or 0) + block · x, in [rows of the block][32 tokens]; c gives where that begins.
  template <class Place>
  void multiply(const Block& block, const Branches& branches, bool accumulate, const Place& c) const {
    if (!kernels_) {
      const auto& kernels = layer_kernels();
      weights_.each_unfactored(block, branches, [&](std::size_t b, const Rows& rows) {
        for (std::size_t p = 0; p < x_.panels(); ++p) {
          kernels.multiply(rows, x_.panel(b, p) + block.k * lanes, c(b, p), block.rows, block.depth, x_.width(p),
                           accumulate);
          add_factored(block, b, p, c(b, p));
        }
      });
      return;
    }
    weights_.each_bfloat16(block, branches, [&](std::size_t b, const std::uint16_t* rows, std::size_t stride) {
      for (std::size_t p = 0; p < x_.panels(); ++p) {
        kernels_->multiply(rows, stride, pairs(b, p) + block.k * lanes, c(b, p), block.rows, block.depth, accumulate);
        add_factored(block, b, p, c(b, p));
      }
    });
  }

 private:
  /// c ← c + left · (s rightᵀ x) of the directions of low rank, behind the first block of each row.
  void add_factored(const Block& block, std::size_t b, std::size_t p, float* c) const {
    if (block.k > 0) return;
    std::size_t first = 0;  // of the direction's numbers in reduced_
    for (const FactoredDirection& direction : factored_) {
      const std::size_t length = direction.left.size() / direction.rank;
      if (weights_.coefficient(b, direction.index) != 0.0f)
        layer_kernels().multiply({direction.left.data() + block.row, 1, length}, reduced_.panel(b, p) + first * lanes,
                                 c, block.rows, direction.rank, x_.width(p), true);
      first += direction.rank;
    }
  }
  void reduce();

  std::uint16_t* pairs(std::size_t b, std::size_t p) const {
    return static_cast<std::uint16_t*>(pairs_.get()) + (b * x_.panels() + p) * x_.features() * lanes;
  }

  const BranchWeights& weights_;
  const Panels& x_;
  const Bfloat16Kernels* kernels_ = nullptr;  // null: floats
  std::shared_ptr<void> pairs_;
  std::vector<FactoredDirection> factored_;
  Panels reduced_;  // s rightᵀ x of each of them, of the branches that have it
};

}  // namespace nilgrad::transformer
