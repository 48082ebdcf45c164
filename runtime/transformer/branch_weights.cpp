#include "runtime/transformer/branch_weights.hpp"

#include <algorithm>

#include "runtime/algorithm/mask.hpp"
#include "runtime/tensor/buffer.hpp"

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

BranchWeights::BranchWeights(std::span<const NamedTensor> tensors, Compute compute) : compute_(compute) {
  for (const NamedTensor& named : tensors) weights_.push_back({named.tensor});
  coefficients_.resize(1);
}

BranchWeights::BranchWeights(std::span<const NamedTensor> tensors, const Trained& trained,
                             std::span<const Probe> probes, Compute compute)
    : compute_(compute), branches_(probes.size()) {
  const Point& base = *probes[0].base;
  mask_ = base.mask;
  std::vector<std::uint64_t> first(base.tensors.size() + 1, 0);
  for (std::size_t t = 0; t < base.tensors.size(); ++t) first[t + 1] = first[t] + base.tensors[t].size();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (i >= trained.place.size() || trained.place[i] < 0) {
      weights_.push_back({tensors[i].tensor});
      continue;
    }
    const auto place = static_cast<std::uint32_t>(trained.place[i]);
    weights_.push_back({base.tensors[place], place, first[place], true});
  }
  for (const Probe& probe : probes) {
    auto& row = coefficients_.emplace_back(directions_.size(), 0.0f);
    for (const Term& term : probe.terms) {
      const auto found = std::find(directions_.begin(), directions_.end(), term.direction);
      const auto d = static_cast<std::size_t>(found - directions_.begin());
      if (found == directions_.end()) directions_.push_back(term.direction);
      row.resize(directions_.size(), 0.0f);
      row[d] += static_cast<float>(term.scale);
    }
  }
  for (auto& row : coefficients_) row.resize(directions_.size(), 0.0f);
  for (const Direction& direction : directions_)
    low_rank_.push_back(dynamic_cast<const LowRankFactors*>(direction.distribution));
}

std::size_t BranchWeights::row_length(std::size_t tensor) const {
  const Tensor& t = weights_[tensor].tensor;
  return t.shape().size() < 2 ? t.size() : t.size() / static_cast<std::size_t>(t.shape()[0]);
}

bool BranchWeights::perturbed(std::size_t tensor, std::size_t branch) const {
  if (!weights_[tensor].trained) return false;
  for (std::size_t d = 0; d < directions_.size(); ++d)
    if (coefficients_[branch][d] != 0.0f && rank(weights_[tensor], d) == 0) return true;
  return false;
}

std::size_t BranchWeights::rank(const Weight& weight, std::size_t direction) const {
  const Shape& shape = weight.tensor.shape();
  if (!low_rank_[direction] || !weight.trained || shape.size() != 2 || mask_) return 0;
  const std::size_t rank = low_rank_[direction]->rank(directions_[direction], weight.place);
  return rank < static_cast<std::size_t>(std::min(shape[0], shape[1])) ? rank : 0;
}

std::vector<FactoredDirection> BranchWeights::factored(std::size_t matrix) const {
  const Weight& weight = weights_[matrix];
  std::vector<FactoredDirection> found;
  for (std::size_t d = 0; d < directions_.size(); ++d) {
    const std::size_t r = rank(weight, d);
    if (r == 0) continue;
    const auto rows = static_cast<std::size_t>(weight.tensor.shape()[0]);
    FactoredDirection& one = found.emplace_back(FactoredDirection{d, r, {}, {}});
    one.left.resize(r * rows);
    one.right.resize(r * weight.tensor.size() / rows);
    low_rank_[d]->factors(directions_[d], weight.place, one.left, one.right);
  }
  return found;
}

BranchWeights::Former::Former(const BranchWeights& weights, const Block& block, bool unfactored)
    : weights_(weights),
      block_(block),
      weight_(weights.weights_[block.tensor]),
      unfactored_(unfactored),
      count_(block.rows * block.depth) {
  const Tensor& tensor = weight_.tensor;
  const std::size_t length = weights.row_length(block.tensor);
  const std::size_t directions = weight_.trained ? weights.directions_.size() : 0;
  float* const memory = scratch((directions + 3) * count_);
  formed_ = memory + count_;
  narrowed_ = memory + 2 * count_;
  directions_ = memory + 3 * count_;
  if (tensor.dtype() == DType::float32) {
    base_ = {static_cast<const float*>(tensor.data()) + block.row * length + block.k, length, 1};
  } else {
    for (std::size_t r = 0; r < block.rows; ++r)
      widen_row(tensor, (block.row + r) * length + block.k, memory + r * block.depth, block.depth);
    base_ = {memory, block.depth, 1};
  }
  // Whole rows are one run of the direction; parts of rows are one run each.
  const bool whole = block.depth == length;
  const std::size_t runs = whole ? 1 : block.rows, run = whole ? count_ : block.depth;
  for (std::size_t d = 0; d < directions; ++d) {
    const Direction& direction = weights.directions_[d];
    if (unfactored && weights.rank(weight_, d) > 0) continue;
    for (std::size_t r = 0; r < runs; ++r) {
      const std::span<float> out(directions_ + d * count_ + r * run, run);
      std::fill(out.begin(), out.end(), 0.0f);
      const std::uint64_t first = (block.row + r) * length + block.k;
      const Slice slice{weight_.place, first, weight_.flat_first + first};
      direction.distribution->add(direction, 1, slice, out);
      if (weights.mask_) weights.mask_->clear(slice, out);
    }
  }
}

Rows BranchWeights::Former::rows(std::size_t branch) {
  if (!weight_.trained) return base_;
  const LayerKernels& kernels = layer_kernels();
  Rows now = base_;
  const auto& coefficients = weights_.coefficients_[branch];
  for (std::size_t d = 0; d < coefficients.size(); ++d) {
    if (coefficients[d] == 0.0f || (unfactored_ && weights_.rank(weight_, d) > 0)) continue;
    const float* const z = directions_ + d * count_;
    if (now.row_stride == block_.depth) {
      kernels.combine(now.data, z, coefficients[d], formed_, count_);
    } else {
      for (std::size_t r = 0; r < block_.rows; ++r)
        kernels.combine(now.data + r * now.row_stride, z + r * block_.depth, coefficients[d],
                        formed_ + r * block_.depth, block_.depth);
    }
    now = {formed_, block_.depth, 1};
  }
  return now;
}

const std::uint16_t* BranchWeights::Former::bfloat16_rows(std::size_t branch) {
  const Rows now = rows(branch);
  auto* const out =
      reinterpret_cast<std::uint16_t*>(narrowed_);  // NOLINT: memory of this thread, used as one or the other
  layer_kernels().narrow_bfloat16(now.data, out, count_);
  return out;
}

std::vector<float> BranchWeights::vectors(std::size_t tensor) const {
  const std::size_t n = weights_[tensor].tensor.size();
  std::vector<float> all(branches_ * n);
  // As one row, whatever the tensor's shape: its elements are in order.
  const std::size_t length = row_length(tensor);
  each({tensor, 0, n / std::max<std::size_t>(length, 1), 0, length}, [&](std::size_t b, const Rows& rows) {
    std::copy_n(rows.data, n, all.begin() + static_cast<std::ptrdiff_t>(b * n));
  });
  return all;
}

}  // namespace nilgrad::transformer
