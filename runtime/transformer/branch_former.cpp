#include <algorithm>
#include <array>

#include "runtime/algorithm/mask.hpp"
#include "runtime/tensor/buffer.hpp"
#include "runtime/transformer/branch_weights.hpp"

namespace nilgrad::transformer {
namespace {

/// Memory of this thread, of at least so many floats.
float* scratch(std::size_t floats) {
  thread_local std::shared_ptr<void> buffer;
  thread_local std::size_t size = 0;
  if (floats > size) {
    buffer.reset();
    buffer = allocate_buffer(floats * sizeof(float));
    size = floats;
  }
  return static_cast<float*>(buffer.get());
}

void widen_row(const Tensor& tensor, std::size_t first, float* out, std::size_t n) {
  const LayerKernels& kernels = layer_kernels();
  const auto* const bits = static_cast<const std::uint16_t*>(tensor.data()) + first;
  tensor.dtype() == DType::bfloat16 ? kernels.widen_bfloat16(bits, out, n) : kernels.widen_float16(bits, out, n);
}

}  // namespace

BranchWeights::Former::Former(const BranchWeights& weights, const Block& block, Matrix matrix)
    : weights_(weights),
      block_(block),
      weight_(weights.weights_[block.tensor]),
      matrix_(matrix),
      count_(block.rows * block.depth),
      length_(weights.row_length(block.tensor)) {
  runs_ = scratch(formed_memory(count_, weights.together_));
  base_ = runs_ + (2 + weights.together_) * run_length;
  formed_ = base_ + count_;
}

std::uint16_t* BranchWeights::Former::formed_bfloat16(std::size_t branch) const {
  return reinterpret_cast<std::uint16_t*>(formed(branch));  // NOLINT: memory of this thread, used as one or the other
}

/// Whole rows follow each other in the tensor; parts of rows are apart.
template <class F>
void BranchWeights::Former::for_each_run(const F& f) const {
  const bool whole = block_.depth == length_;
  const std::size_t pieces = whole ? 1 : block_.rows, piece = whole ? count_ : block_.depth;
  for (std::size_t r = 0; r < pieces; ++r)
    for (std::size_t done = 0; done < piece;) {
      const std::uint64_t first = (block_.row + r) * length_ + block_.k + done;
      const std::size_t count = std::min(piece - done, run_length - first % run_length);
      f(Run{r * piece + done, first, count});
      done += count;
    }
}

const float* BranchWeights::Former::base(const Run& run) const {
  if (weight_.tensor.dtype() == DType::float32) return static_cast<const float*>(weight_.tensor.data()) + run.first;
  widen_row(weight_.tensor, run.first, runs_, run.count);
  return runs_;
}

Rows BranchWeights::Former::base_rows() {
  if (weight_.tensor.dtype() == DType::float32)
    return {static_cast<const float*>(weight_.tensor.data()) + block_.row * length_ + block_.k, length_, 1};
  if (!widened_) for_each_run([&](const Run& run) { widen_row(weight_.tensor, run.first, base_ + run.at, run.count); });
  widened_ = true;
  return {base_, block_.depth, 1};
}

void BranchWeights::Former::form_with(std::size_t branch) {
  if (branch >= first_ && branch < end_) return;
  first_ = branch / weights_.together_ * weights_.together_;
  end_ = std::min(first_ + weights_.together_, weights_.branches_);
  for_each_run([&](const Run& run) { form(run); });
}

/// Directions are added in their order, whatever branches are formed together.
void BranchWeights::Former::form(const Run& run) {
  const LayerKernels& kernels = layer_kernels();
  const bool narrowed = matrix_ == Matrix::bfloat16;
  float* const direction = runs_ + run_length;
  const auto out = [&](std::size_t b) {
    return narrowed ? direction + (1 + b - first_) * run_length : formed(b) + run.at;
  };
  const float* const theta = base(run);
  std::array<const float*, most_together> now;
  now.fill(theta);
  for (std::size_t d = 0; d < weights_.directions_.size(); ++d) {
    const auto coefficient = [&](std::size_t b) { return weights_.coefficients_[b][d]; };
    bool drawn = false;
    for (std::size_t b = first_; b < end_; ++b) {
      if (coefficient(b) == 0.0f || (matrix_ != Matrix::whole && weights_.rank(weight_, d) > 0)) continue;
      if (!drawn) draw(run, d, {direction, run.count});
      drawn = true;
      kernels.combine(now[b - first_], direction, coefficient(b), out(b), run.count);
      now[b - first_] = out(b);
    }
  }
  for (std::size_t b = first_; b < end_ && narrowed; ++b)
    kernels.narrow_bfloat16(now[b - first_], formed_bfloat16(b) + run.at, run.count);
}

void BranchWeights::Former::draw(const Run& run, std::size_t d, std::span<float> out) const {
  const Direction& direction = weights_.directions_[d];
  const Slice slice{weight_.place, run.first, weight_.flat_first + run.first};
  std::fill(out.begin(), out.end(), 0.0f);
  direction.distribution->add(direction, 1, slice, out);
  if (weights_.mask_) weights_.mask_->clear(slice, out);
}

/// A branch that no direction moves is the base, of which there is one for all.
Rows BranchWeights::Former::rows(std::size_t branch) {
  if (!weights_.perturbed(block_.tensor, branch, matrix_ != Matrix::whole)) return base_rows();
  form_with(branch);
  return {formed(branch), block_.depth, 1};
}

const std::uint16_t* BranchWeights::Former::bfloat16_rows(std::size_t branch) {
  form_with(branch);
  return formed_bfloat16(branch);
}

}  // namespace nilgrad::transformer
