#include "runtime/transformer/forward.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/tensor/parallel.hpp"
#include "runtime/transformer/stream/weight_stream.hpp"

namespace nilgrad::transformer {
namespace {

std::size_t extent(std::int64_t n) { return static_cast<std::size_t>(n); }
std::size_t whole_panels(std::size_t tokens) { return (tokens + lanes - 1) / lanes * lanes; }

/// Adds a row of a table, as each branch sees it, to a token's features.
void add_row(const BranchWeights& weights, std::size_t table, std::size_t row, const Panels& x, std::size_t token) {
  for_each_depth(table, row, 1, x.features(), [&](const Block& block, bool) {
    weights.each(block, [&](std::size_t b, const Rows& rows) {
      float* const features = x.panel(b, token / lanes) + block.k * lanes + token % lanes;
      for (std::size_t f = 0; f < block.depth; ++f) features[f * lanes] += rows.data[f];
    });
  });
}

void clear(const Panels& x) {
  for (std::size_t b = 0; b < x.branches(); ++b) std::fill_n(x.panel(b, 0), x.panels() * x.features() * lanes, 0.0f);
}

/// Copies these rows' features next to each other.
void gather(const Panels& from, std::span<const std::uint32_t> rows, Panels& to) {
  to.reshape(from.branches(), rows.size(), from.features());
  for (std::size_t b = 0; b < from.branches(); ++b)
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const float* const source = from.panel(b, rows[i] / lanes) + rows[i] % lanes;
      float* const target = to.panel(b, i / lanes) + i % lanes;
      for (std::size_t f = 0; f < from.features(); ++f) target[f * lanes] = source[f * lanes];
    }
}

}  // namespace

KeyValueCache::KeyValueCache(const Config& config, std::size_t capacity) {
  for (std::int64_t layer = 0; layer < config.layers; ++layer) {
    keys.emplace_back(1, capacity, extent(config.kv_heads * config.head_size));
    values.emplace_back(1, capacity, extent(config.kv_heads * config.head_size));
  }
}

void fill_prefix(const BranchWeights& weights, const Layout& layout, KeyValueCache& cache) {
  for (std::size_t layer = 0; layer < layout.layers.size(); ++layer) {
    const LayerTensors& tensors = layout.layers[layer];
    if (tensors.prefix_k == none) return;
    const std::size_t tokens = extent(weights.base(tensors.prefix_k).shape()[0]);
    for (std::size_t t = 0; t < tokens; ++t) {
      add_row(weights, tensors.prefix_k, t, cache.keys[layer], t);
      add_row(weights, tensors.prefix_v, t, cache.values[layer], t);
    }
    cache.filled = tokens;
  }
}

std::size_t Forward::memory(const Config& config, std::size_t branches, std::size_t tokens, std::size_t wanted) {
  const std::size_t attention = extent(config.head_size * (2 * config.heads + 2 * config.kv_heads));
  const std::size_t gate = config.family == Family::llama ? extent(config.ffn) : 0;
  const std::size_t features = 3 * extent(config.hidden) + attention + extent(config.ffn) + gate;
  return branches * sizeof(float) *
         (whole_panels(tokens) * features + 2 * whole_panels(wanted) * extent(config.hidden));
}

const Panels& Forward::run(const BranchWeights& weights, const Batch& batch, std::span<const std::uint32_t> wanted,
                           const StopToken& stop, KeyValueCache* cache) {
  cache_ = cache;
  const std::size_t prefix = layout_.layers[0].prefix_k;
  places_ = {};
  if (prefix != none) places_.before = extent(weights.base(prefix).shape()[0]);
  places_.first = whole_panels(places_.before);
  if (cache) places_.before = places_.first = cache->filled;
  plan_.emplace(batch, places_);
  if (config_.family == Family::llama) rotary_.emplace(config_, batch.positions());
  const auto bring = [&](std::size_t part) {
    if (layout_.stream) layout_.stream->bring(part);
  };
  bring(0);
  embed(weights, batch);
  for (std::size_t i = 0; i < layout_.layers.size(); ++i) {
    stop.check();
    bring(i + 1);
    layer(weights, i);
  }
  bring(layout_.layers.size() + 1);
  if (cache) cache->filled += batch.size();
  gather(x_, wanted, wanted_);
  const bool normed = config_.final_norm;
  if (normed) norm(weights, layout_.final_norm, wanted_, final_);
  if (layout_.project_out.weight == none) return normed ? final_ : wanted_;
  Panels& projected = normed ? wanted_ : final_;
  linear(weights, layout_.project_out, normed ? final_ : wanted_, projected);
  return projected;
}

void Forward::embed(const BranchWeights& weights, const Batch& batch) {
  const std::size_t tokens = batch.size();
  Panels& table_rows = layout_.project_in.weight == none ? x_ : normed_;
  table_rows.reshape(weights.branches(), tokens, extent(config_.embedding));
  clear(table_rows);
  const auto for_tokens = [&](const auto& f) {
    parallel_for(tokens, lanes, [&](std::size_t begin, std::size_t end) {
      for (std::size_t t = begin; t < end; ++t) f(t);
    });
  };
  for_tokens([&](std::size_t t) {
    if (batch.tokens()[t] >= 0) add_row(weights, layout_.embedding, extent(batch.tokens()[t]), table_rows, t);
  });
  if (layout_.project_in.weight != none) linear(weights, layout_.project_in, table_rows, x_);
  for_tokens([&](std::size_t t) {
    if (batch.tokens()[t] < 0) add_row(weights, layout_.prompt, extent(-1 - batch.tokens()[t]), x_, t);
    if (layout_.position != none) add_row(weights, layout_.position, extent(batch.positions()[t] + 2), x_, t);
  });
}

void Forward::layer(const BranchWeights& weights, std::size_t index) {
  const LayerTensors& tensors = layout_.layers[index];
  const auto normed = [&](const NormTensors& norms) -> const Panels& {
    if (!config_.norm_first) return x_;
    norm(weights, norms, x_, normed_);
    return normed_;
  };
  const auto norm_after = [&](const NormTensors& norms) {
    if (config_.norm_first) return;
    norm(weights, norms, x_, normed_);
    std::swap(x_, normed_);
  };
  attend(weights, tensors, index, normed(tensors.attention_norm));
  norm_after(tensors.attention_norm);
  feed_forward(weights, tensors, normed(tensors.ffn_norm));
  norm_after(tensors.ffn_norm);
}

void Forward::attend(const BranchWeights& weights, const LayerTensors& tensors, std::size_t index, const Panels& x) {
  const float scale = 1 / std::sqrt(static_cast<float>(config_.head_size));
  linear(weights, tensors.q, x, q_, {scale, {}, nullptr, nullptr});
  linear(weights, tensors.k, x, k_);
  linear(weights, tensors.v, x, v_);
  if (rotary_) {
    rotary_->turn(q_);
    rotary_->turn(k_);
  }
  Panels *keys = &k_, *values = &v_;
  place_keys(weights, tensors, index, keys, values);
  attention({extent(config_.heads), extent(config_.kv_heads), extent(config_.head_size)}, *plan_, q_, *keys, *values,
            attended_);
  linear(weights, tensors.out, attended_, out_, {1, {}, nullptr, &x_});
}

void Forward::place_keys(const BranchWeights& weights, const LayerTensors& tensors, std::size_t index, Panels*& keys,
                         Panels*& values) {
  if (!cache_ && tensors.prefix_k == none) return;
  if (cache_) {
    keys = &cache_->keys[index];
    values = &cache_->values[index];
  } else {
    keys = &keys_;
    values = &values_;
    for (const auto& [panels, tensor] : {std::pair(&keys_, tensors.prefix_k), std::pair(&values_, tensors.prefix_v)}) {
      panels->reshape(k_.branches(), places_.first + k_.tokens(), k_.features());
      for (std::size_t t = 0; t < places_.first; ++t)  // those between the prefix and the batch are seen by none
        for (std::size_t b = 0; b < k_.branches(); ++b)
          for (std::size_t f = 0; f < k_.features(); ++f) panels->at(b, t, f) = 0;
      for (std::size_t t = 0; t < places_.before; ++t) add_row(weights, tensor, t, *panels, t);
    }
  }
  copy_tokens(k_, *keys, places_.first);
  copy_tokens(v_, *values, places_.first);
}

void Forward::feed_forward(const BranchWeights& weights, const LayerTensors& tensors, const Panels& x) {
  if (tensors.gate.weight == none) {
    linear(weights, tensors.up, x, inner_, {1, config_.activation, nullptr, nullptr});
  } else {
    linear(weights, tensors.gate, x, gate_, {1, config_.activation, nullptr, nullptr});
    linear(weights, tensors.up, x, inner_, {1, {}, &gate_, nullptr});
  }
  linear(weights, tensors.down, inner_, out_, {1, {}, nullptr, &x_});
}

void Forward::norm(const BranchWeights& weights, const NormTensors& tensors, const Panels& x, Panels& y) const {
  y.reshape(x.branches(), x.tokens(), x.features());
  const auto weight = tensors.weight == none ? std::vector<float>() : weights.vectors(tensors.weight);
  const auto bias = tensors.bias == none ? std::vector<float>() : weights.vectors(tensors.bias);
  const auto of_branch = [&](const std::vector<float>& numbers, std::size_t b) {
    return numbers.empty() ? nullptr : numbers.data() + b * x.features();
  };
  const LayerKernels& kernels = layer_kernels();
  const auto epsilon = static_cast<float>(config_.norm_epsilon);
  parallel_for(x.branches() * x.panels(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t task = begin; task < end; ++task) {
      const std::size_t b = task / x.panels(), p = task % x.panels();
      if (config_.family == Family::opt)
        kernels.layer_norm(x.panel(b, p), x.features(), epsilon, of_branch(weight, b), of_branch(bias, b),
                           y.panel(b, p));
      else
        kernels.rms_norm(x.panel(b, p), x.features(), epsilon, of_branch(weight, b), y.panel(b, p));
    }
  });
}

}  // namespace nilgrad::transformer
