#include "runtime/transformer/head.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/factor.hpp"

namespace nilgrad::transformer {
namespace {

std::size_t vocabulary(const BranchWeights& weights, std::size_t head) {
  return static_cast<std::size_t>(weights.base(head).shape()[0]);
}

/// f(tile, first token, count, branch, panel, logits of [count][32]) for each tile of the vocabulary, in parallel.
template <class F>
void for_each_tile(const BranchWeights& weights, std::size_t head, const Panels& hidden, const F& f) {
  const std::size_t tokens = vocabulary(weights, head), panels = hidden.panels();
  const Factor x(weights, head, hidden);
  parallel_for((tokens + tile_rows - 1) / tile_rows, 4, [&](std::size_t begin, std::size_t end) {
    const auto buffer = allocate_buffer(weights.branches() * panels * tile_rows * lanes * sizeof(float));
    const auto part = [&](std::size_t b, std::size_t p) {
      return static_cast<float*>(buffer.get()) + (b * panels + p) * tile_rows * lanes;
    };
    std::fill_n(part(0, 0), weights.branches() * panels * tile_rows * lanes, 0.0f);
    for (std::size_t tile = begin; tile < end; ++tile) {
      const std::size_t first = tile * tile_rows, count = std::min(tile_rows, tokens - first);
      for_each_depth(head, first, count, hidden.features(), [&](const Block& block, bool more) {
        x.multiply(block, {0, weights.branches()}, more, part);
      });
      for (std::size_t b = 0; b < weights.branches(); ++b)
        for (std::size_t p = 0; p < panels; ++p) f(tile, first, count, b, p, part(b, p));
    }
  });
}

/// log Σ exp over the tiles' shares, in their order.
double log_of_sum(std::span<const float> maxima, std::span<const float> sums) {
  const float maximum = *std::max_element(maxima.begin(), maxima.end());
  double sum = 0;
  for (std::size_t t = 0; t < maxima.size(); ++t)
    sum += static_cast<double>(sums[t]) * std::exp(static_cast<double>(maxima[t]) - static_cast<double>(maximum));
  return static_cast<double>(maximum) + std::log(sum);
}

}  // namespace

std::vector<double> log_probabilities(const BranchWeights& weights, std::size_t head, const Panels& hidden,
                                      std::span<const Target> targets) {
  const std::size_t rows = hidden.tokens(), branches = weights.branches();
  const std::size_t tiles = (vocabulary(weights, head) + tile_rows - 1) / tile_rows;
  std::vector<float> maxima(branches * rows * tiles), sums(maxima.size());
  std::vector<double> values(branches * targets.size());
  std::vector<std::vector<std::uint32_t>> targets_of_tile(tiles);
  for (std::uint32_t t = 0; t < targets.size(); ++t)
    targets_of_tile[static_cast<std::size_t>(targets[t].token) / tile_rows].push_back(t);
  for_each_tile(
      weights, head, hidden,
      [&](std::size_t tile, std::size_t first, std::size_t count, std::size_t b, std::size_t p, const float* part) {
        alignas(64) std::array<float, lanes> maximum, sum;  // NOLINT: both are filled
        layer_kernels().sum_of_exponentials(part, count, maximum.data(), sum.data());
        for (std::size_t row = p * lanes; row < std::min(rows, (p + 1) * lanes); ++row) {
          maxima[(b * rows + row) * tiles + tile] = maximum[row % lanes];
          sums[(b * rows + row) * tiles + tile] = sum[row % lanes];
        }
        for (const std::uint32_t t : targets_of_tile[tile])
          if (targets[t].row / lanes == p)
            values[b * targets.size() + t] = static_cast<double>(
                part[(static_cast<std::size_t>(targets[t].token) - first) * lanes + targets[t].row % lanes]);
      });
  std::vector<double> logarithms(branches * rows);
  for (std::size_t i = 0; i < logarithms.size(); ++i)
    logarithms[i] = log_of_sum(std::span(maxima).subspan(i * tiles, tiles), std::span(sums).subspan(i * tiles, tiles));
  for (std::size_t b = 0; b < branches; ++b)
    for (std::size_t t = 0; t < targets.size(); ++t)
      values[b * targets.size() + t] -= logarithms[b * rows + targets[t].row];
  return values;
}

Tensor logits(const BranchWeights& weights, std::size_t head, const Panels& hidden, std::size_t branch) {
  const std::size_t tokens = vocabulary(weights, head);
  Tensor all = Tensor::uninitialized({static_cast<std::int64_t>(hidden.tokens()), static_cast<std::int64_t>(tokens)},
                                     DType::float32);
  const auto elements = all.as<float>();
  for_each_tile(
      weights, head, hidden,
      [&](std::size_t, std::size_t first, std::size_t count, std::size_t b, std::size_t p, const float* part) {
        if (b != branch) return;
        for (std::size_t row = p * lanes; row < std::min(hidden.tokens(), (p + 1) * lanes); ++row)
          for (std::size_t r = 0; r < count; ++r) elements[row * tokens + first + r] = part[r * lanes + row % lanes];
      });
  return all;
}

}  // namespace nilgrad::transformer
