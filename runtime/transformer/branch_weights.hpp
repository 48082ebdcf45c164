#pragma once
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "runtime/algorithm/exchange.hpp"
#include "runtime/algorithm/low_rank_factors.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/kernels/kernels.hpp"

namespace nilgrad::transformer {

/// Which of a model's tensors a point holds: tensor `place[i]` of the point is the model's tensor i; −1, and beyond the
/// end (adapters added since): not trained.
struct Trained {
  std::vector<std::int32_t> place;
};

/// A rectangle of a matrix: rows of the tensor, and of each `depth` numbers from the k-th on.
struct Block {
  std::size_t tensor;
  std::size_t row, rows;
  std::size_t k, depth;
};

/// What products of bfloat16 matrices are made of: floats, which the weights are widened to exactly, or bfloat16, where
/// formed weights and activations are rounded to 8 bits: as a PyTorch model of that dtype computes, but with norms,
/// attention and sums in float. On a trained model that changes a directional derivative by some 5 % of its size.
enum class Compute { float32, bfloat16 };

class Panels;

/// A direction in a matrix as left · rightᵀ, the factors column after column.
struct FactoredDirection {
  std::size_t index;  ///< among the directions
  std::size_t rank;
  std::vector<float> left, right;
};

/// The weights that a forward pass sees, one set a branch: θ + Σ s·v of each probe. They are formed where they are
/// needed, a block at a time for all branches while the block's directions are in cache; θ is read and never written.
/// What multiplies by a matrix (Factor) forms no directions of low rank there: it adds what they do to the product.
class BranchWeights {
 public:
  /// One branch: the model's own tensors.
  explicit BranchWeights(std::span<const NamedTensor> tensors, Compute compute = Compute::float32);
  /// A branch a probe. The probes share their base, whose tensors take the place of the model's where trained.
  BranchWeights(std::span<const NamedTensor> tensors, const Trained& trained, std::span<const Probe> probes,
                Compute compute = Compute::float32);

  std::size_t branches() const { return branches_; }
  Compute compute() const { return compute_; }
  const Tensor& base(std::size_t tensor) const { return weights_[tensor].tensor; }

  /// f(branch, rows of the block) for each branch, in order.
  template <class F>
  void each(const Block& block, const F& f) const {
    each_formed(block, false, f);
  }

  /// The same for a product with a matrix: without the directions that factored() gives.
  template <class F>
  void each_unfactored(const Block& block, const F& f) const {
    each_formed(block, true, f);
  }

  /// The directions that have factors in a matrix, and what branches count them.
  std::vector<FactoredDirection> factored(std::size_t matrix) const;
  /// Told of what matrices are multiplied by, before they are.
  using Observer = std::function<void(std::size_t matrix, const Panels& x)>;
  void set_observer(Observer observer) { observer_ = std::move(observer); }
  void observe(std::size_t matrix, const Panels& x) const {
    if (observer_) observer_(matrix, x);
  }

  float coefficient(std::size_t branch, std::size_t direction) const { return coefficients_[branch][direction]; }

  /// each_unfactored of a bfloat16 matrix, rounded to bfloat16: f(branch, first row, distance of rows).
  template <class F>
  void each_bfloat16(const Block& block, const F& f) const {
    if (block.rows == 0) return;
    std::optional<Former> former;
    for (std::size_t b = 0; b < branches_; ++b) {
      if (!perturbed(block.tensor, b)) {
        const std::size_t length = row_length(block.tensor);
        f(b, static_cast<const std::uint16_t*>(base(block.tensor).data()) + block.row * length + block.k, length);
        continue;
      }
      if (!former) former.emplace(*this, block, true);
      f(b, former->bfloat16_rows(b), block.depth);
    }
  }

  /// All numbers of a small tensor: branch after branch.
  std::vector<float> vectors(std::size_t tensor) const;

 private:
  struct Weight {
    Tensor tensor;
    std::uint32_t place = 0;
    std::uint64_t flat_first = 0;
    bool trained = false;
  };
  /// Forms a block in this thread's own memory.
  class Former {
   public:
    Former(const BranchWeights& weights, const Block& block, bool unfactored);
    Rows rows(std::size_t branch);
    const std::uint16_t* bfloat16_rows(std::size_t branch);

   private:
    const BranchWeights& weights_;
    const Block& block_;
    const Weight& weight_;
    bool unfactored_;
    std::size_t count_;
    Rows base_{};
    float* directions_ = nullptr;  // those of the probes, one after another
    float* formed_ = nullptr;
    float* narrowed_ = nullptr;
  };

  template <class F>
  void each_formed(const Block& block, bool unfactored, const F& f) const {
    if (block.rows == 0) return;
    Former former(*this, block, unfactored);
    for (std::size_t b = 0; b < branches_; ++b) f(b, former.rows(b));
  }

  /// Whether a branch's matrix is another than the base's, but for what has factors.
  bool perturbed(std::size_t tensor, std::size_t branch) const;
  /// The rank of a direction in a tensor; 0 where it has no factors or they are no smaller than the matrix.
  std::size_t rank(const Weight& weight, std::size_t direction) const;
  std::size_t row_length(std::size_t tensor) const;

  std::vector<Weight> weights_;
  Compute compute_;
  std::size_t branches_ = 1;
  std::shared_ptr<const Mask> mask_;
  Observer observer_;
  std::vector<Direction> directions_;             // each once
  std::vector<const LowRankFactors*> low_rank_;   // of each, or null
  std::vector<std::vector<float>> coefficients_;  // of each branch, of each direction
};

}  // namespace nilgrad::transformer
