#include "runtime/transformer/linear.hpp"

#include <algorithm>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/factor.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::size_t second_level_cache = std::size_t{2} << 20;  // bytes, of two cores

/// One product: all that the tiles share.
class Product {
 public:
  Product(const BranchWeights& weights, const LinearTensors& tensors, const Panels& x, Panels& y, const Finish& finish)
      : tensors_(tensors), x_(weights, tensors.weight, x), y_(y), finish_(finish) {
    if (tensors.bias != none) bias_ = weights.vectors(tensors.bias);
    if (tensors.lora_a == none) return;
    linear(weights, {tensors.lora_a}, x, reduced_, {tensors.lora_scale, {}, nullptr, nullptr});
    adapted_.emplace(weights, tensors.lora_b, reduced_);
  }

  std::size_t depth() const { return x_.features(); }

  /// Numbers k … k + tile_depth − 1 of some rows; the sums of those before are there.
  void tile(const Branches& branches, std::size_t row, std::size_t rows, std::size_t k) const {
    const auto place = [&](std::size_t b, std::size_t p) { return y_.panel(b, p) + row * lanes; };
    const std::size_t left = depth() - k;
    x_.multiply({tensors_.weight, row, rows, k, std::min(tile_depth, left)}, branches, k > 0, place);
    if (left > tile_depth) return;
    if (adapted_) adapted_->multiply({tensors_.lora_b, row, rows, 0, reduced_.features()}, branches, true, place);
    for (std::size_t b = branches.first; b < branches.end; ++b)
      for (std::size_t p = 0; p < y_.panels(); ++p) finish(b, p, row, rows);
  }

 private:
  void finish(std::size_t b, std::size_t p, std::size_t row, std::size_t rows) const {
    float* const y = y_.panel(b, p) + row * lanes;
    const std::size_t n = rows * lanes;
    if (!bias_.empty())
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t j = 0; j < lanes; ++j) y[r * lanes + j] += bias_[b * y_.features() + row + r];
    if (finish_.scale != 1)
      for (std::size_t i = 0; i < n; ++i) y[i] *= finish_.scale;
    if (finish_.activation) activate(*finish_.activation, y, n);
    if (finish_.times) {
      const float* const factor = finish_.times->panel(b, p) + row * lanes;
      for (std::size_t i = 0; i < n; ++i) y[i] *= factor[i];
    }
    if (finish_.add_to) {
      float* const sum = finish_.add_to->panel(b, p) + row * lanes;
      for (std::size_t i = 0; i < n; ++i) sum[i] += y[i];
    }
  }

  const LinearTensors& tensors_;
  Factor x_;
  Panels& y_;
  const Finish& finish_;
  std::vector<float> bias_;
  Panels reduced_;  // A x of LoRA
  std::optional<Factor> adapted_;
};

}  // namespace

void activate(Activation activation, float* x, std::size_t n) {
  const LayerKernels& kernels = layer_kernels();
  switch (activation) {
    case Activation::relu:
      return kernels.relu(x, n);
    case Activation::gelu:
      return kernels.gelu(x, n);
    case Activation::gelu_tanh:
      return kernels.gelu_tanh(x, n);
    case Activation::silu:
      return kernels.silu(x, n);
  }
}

void linear(const BranchWeights& weights, const LinearTensors& tensors, const Panels& x, Panels& y,
            const Finish& finish) {
  const auto rows = static_cast<std::size_t>(weights.base(tensors.weight).shape()[0]);
  y.reshape(x.branches(), x.tokens(), rows);
  const Product product(weights, tensors, x, y, finish);
  // All rows take a part of x before any takes the next: it is read by every tile, and x of several branches would not
  // stay in the last cache. Hence one branch after another too, where they share no work but the reading of weights and
  // x is the larger part.
  const bool large = x.tokens() * std::min(tile_depth, x.features()) * sizeof(float) > second_level_cache;
  const std::size_t together = large && weights.shares_matrix(tensors.weight) ? 1 : weights.branches();
  for (std::size_t k = 0; k < product.depth(); k += tile_depth)
    for (std::size_t b = 0; b < weights.branches(); b += together)
      parallel_for((rows + tile_rows - 1) / tile_rows, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t)
          product.tile({b, b + together}, t * tile_rows, std::min(tile_rows, rows - t * tile_rows), k);
      });
}

}  // namespace nilgrad::transformer
