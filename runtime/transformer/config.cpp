#include "runtime/transformer/config.hpp"

#include <utility>

namespace nilgrad::transformer {
namespace {

/// Collects specs below a prefix.
class Specs {
 public:
  explicit Specs(std::vector<TensorSpec>& all) : all_(all) {}

  void add(const std::string& name, const Shape& shape) { all_.push_back({prefix_ + name, shape}); }
  void matrix(const std::string& name, std::int64_t out, std::int64_t in, bool bias) {
    add(name + ".weight", {out, in});
    if (bias) add(name + ".bias", {out});
  }
  void below(std::string prefix) { prefix_ = std::move(prefix); }

 private:
  std::vector<TensorSpec>& all_;
  std::string prefix_;
};

void layer_norm(Specs& specs, const Config& config, const std::string& name) {
  if (!config.norm_affine) return;
  specs.add(name + ".weight", {config.hidden});
  specs.add(name + ".bias", {config.hidden});
}

void opt_layer(Specs& specs, const Config& config) {
  const std::int64_t h = config.hidden;
  layer_norm(specs, config, "self_attn_layer_norm");
  for (const char* name : {"q_proj", "k_proj", "v_proj", "out_proj"})
    specs.matrix(std::string("self_attn.") + name, h, h, config.bias);
  layer_norm(specs, config, "final_layer_norm");
  specs.matrix("fc1", config.ffn, h, config.bias);
  specs.matrix("fc2", h, config.ffn, config.bias);
}

void opt_model(Specs& specs, const Config& config) {
  const bool projected = config.embedding != config.hidden;
  specs.below("decoder.");
  specs.add("embed_tokens.weight", {config.vocab, config.embedding});
  specs.add("embed_positions.weight", {config.positions + 2, config.hidden});
  if (projected) specs.matrix("project_in", config.hidden, config.embedding, false);
  for (std::int64_t layer = 0; layer < config.layers; ++layer) {
    specs.below("decoder.layers." + std::to_string(layer) + ".");
    opt_layer(specs, config);
  }
  specs.below("decoder.");
  if (config.final_norm) layer_norm(specs, config, "final_layer_norm");
  if (projected) specs.matrix("project_out", config.embedding, config.hidden, false);
}

void llama_layer(Specs& specs, const Config& config) {
  const std::int64_t h = config.hidden, q = config.heads * config.head_size, kv = config.kv_heads * config.head_size;
  specs.add("input_layernorm.weight", {h});
  specs.matrix("self_attn.q_proj", q, h, config.qkv_bias);
  specs.matrix("self_attn.k_proj", kv, h, config.qkv_bias);
  specs.matrix("self_attn.v_proj", kv, h, config.qkv_bias);
  specs.matrix("self_attn.o_proj", h, q, config.attention_bias);
  specs.add("post_attention_layernorm.weight", {h});
  specs.matrix("mlp.gate_proj", config.ffn, h, config.mlp_bias);
  specs.matrix("mlp.up_proj", config.ffn, h, config.mlp_bias);
  specs.matrix("mlp.down_proj", h, config.ffn, config.mlp_bias);
}

void llama_model(Specs& specs, const Config& config) {
  specs.add("embed_tokens.weight", {config.vocab, config.hidden});
  for (std::int64_t layer = 0; layer < config.layers; ++layer) {
    specs.below("layers." + std::to_string(layer) + ".");
    llama_layer(specs, config);
  }
  specs.below("");
  specs.add("norm.weight", {config.hidden});
}

}  // namespace

std::vector<TensorSpec> tensor_specs(const Config& config) {
  std::vector<TensorSpec> all;
  Specs specs(all);
  config.family == Family::opt ? opt_model(specs, config) : llama_model(specs, config);
  specs.below("");
  if (!config.tied) specs.add("lm_head.weight", {config.vocab, config.embedding});
  return all;
}

}  // namespace nilgrad::transformer
