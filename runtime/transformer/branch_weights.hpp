#pragma once
#include <functional>
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

/// Some of the branches: first … end − 1.
struct Branches {
  std::size_t first, end;
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
    each_formed(block, Former::Matrix::whole, {0, branches_}, f);
  }

  /// The same for a product with a matrix, of some branches: without the directions that factored() gives.
  template <class F>
  void each_unfactored(const Block& block, const Branches& branches, const F& f) const {
    each_formed(block, Former::Matrix::unfactored, branches, f);
  }

  /// Whether such a product takes every branch's matrix from the base: nothing is formed that branches could share.
  bool shares_matrix(std::size_t matrix) const;

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
  void each_bfloat16(const Block& block, const Branches& branches, const F& f) const {
    if (block.rows == 0) return;
    Former former(*this, block, Former::Matrix::bfloat16);
    for (std::size_t b = branches.first; b < branches.end; ++b) {
      if (perturbed(block.tensor, b)) {
        f(b, former.bfloat16_rows(b), block.depth);
        continue;
      }
      const std::size_t length = row_length(block.tensor);
      f(b, static_cast<const std::uint16_t*>(base(block.tensor).data()) + block.row * length + block.k, length);
    }
  }

  /// All numbers of a small tensor: branch after branch.
  std::vector<float> vectors(std::size_t tensor) const;

  /// Branches that are formed at once, at most.
  static constexpr std::size_t most_together = 4;
  /// Floats that a thread takes to form blocks of so many numbers, at most.
  static constexpr std::size_t formed_memory(std::size_t block, std::size_t together = most_together) {
    return (2 + together) * run_length + (1 + together) * block;
  }

 private:
  /// Numbers that are formed at a time: 8 KB, a group of Rademacher's signs (random/rademacher.hpp).
  static constexpr std::size_t run_length = 2048;

  struct Weight {
    Tensor tensor;
    std::uint32_t place = 0;
    std::uint64_t flat_first = 0;
    bool trained = false;
  };
  /// Forms a block in this thread's own memory, for a few branches at a time: run of numbers by run, so that θ's and
  /// the directions' stay in the first-level cache, and a direction that neighbours share (+h and −h) is drawn once.
  class Former {
   public:
    enum class Matrix { whole, unfactored, bfloat16 };  ///< the latter two without the directions that have factors
    Former(const BranchWeights& weights, const Block& block, Matrix matrix);
    Rows rows(std::size_t branch);
    const std::uint16_t* bfloat16_rows(std::size_t branch);

   private:
    struct Run {
      std::size_t at;       // within the block
      std::uint64_t first;  // within the tensor
      std::size_t count;
    };
    template <class F>
    void for_each_run(const F& f) const;
    const float* base(const Run& run) const;
    Rows base_rows();
    void form_with(std::size_t branch);
    void form(const Run& run);
    void draw(const Run& run, std::size_t d, std::span<float> out) const;

    float* formed(std::size_t branch) const { return formed_ + (branch - first_) * count_; }
    std::uint16_t* formed_bfloat16(std::size_t branch) const;

    const BranchWeights& weights_;
    const Block& block_;
    const Weight& weight_;
    Matrix matrix_;
    const std::size_t count_, length_;  // numbers of the block; of a row of the tensor
    std::size_t first_ = 0, end_ = 0;   // the branches that are formed
    bool widened_ = false;
    float* runs_;  // of a run: θ, a direction, and a branch of each that is formed, before it is rounded
    float* base_;
    float* formed_;  // of the block, branch after branch
  };

  template <class F>
  void each_formed(const Block& block, Former::Matrix matrix, const Branches& branches, const F& f) const {
    if (block.rows == 0) return;
    Former former(*this, block, matrix);
    for (std::size_t b = branches.first; b < branches.end; ++b) f(b, former.rows(b));
  }

  /// Whether a branch's tensor is another than the base's, with all directions or without those that have factors.
  bool perturbed(std::size_t tensor, std::size_t branch, bool unfactored = true) const;
  /// The rank of a direction in a tensor; 0 where it has no factors or they are no smaller than the matrix.
  std::size_t rank(const Weight& weight, std::size_t direction) const;
  std::size_t row_length(std::size_t tensor) const;

  std::vector<Weight> weights_;
  Compute compute_;
  std::size_t branches_ = 1;
  std::size_t together_ = 2;  // branches formed at once: more would leave the second-level cache
  std::shared_ptr<const Mask> mask_;
  Observer observer_;
  std::vector<Direction> directions_;             // each once
  std::vector<const LowRankFactors*> low_rank_;   // of each, or null
  std::vector<std::vector<float>> coefficients_;  // of each branch, of each direction
};

}  // namespace nilgrad::transformer
