#pragma once
#include <memory>
#include <span>
#include <vector>

#include "runtime/transformer/checkpoint/checkpoint.hpp"

namespace nilgrad::transformer {

/// Where a model's tensors are among its list; `none` where it has no such tensor.
inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// y = W x + b, and for LoRA + scale · B A x.
struct LinearTensors {
  std::size_t weight = none, bias = none;
  std::size_t lora_a = none, lora_b = none;
  float lora_scale = 0;
};

struct NormTensors {
  std::size_t weight = none, bias = none;
};

struct LayerTensors {
  NormTensors attention_norm, ffn_norm;
  LinearTensors q, k, v, out;
  LinearTensors gate;  ///< Llama family only
  LinearTensors up, down;
  std::size_t prefix_k = none, prefix_v = none;  ///< [tokens, kv_heads · head_size]
};

class WeightStream;

struct Layout {
  std::size_t embedding = none, position = none, head = none;
  LinearTensors project_in, project_out;
  NormTensors final_norm;
  std::vector<LayerTensors> layers;
  std::size_t prompt = none;             ///< [tokens, hidden]: trained vectors in front of every text
  std::shared_ptr<WeightStream> stream;  ///< null, or what brings weights that lie in a working file
};

/// By the tensors' names; those of adapters are adapter.hpp's.
Layout layout_of(const Config& config, std::span<const NamedTensor> tensors);

}  // namespace nilgrad::transformer
