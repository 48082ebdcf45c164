#include "runtime/transformer/layout.hpp"

#include <string>
#include <unordered_map>

namespace nilgrad::transformer {
namespace {

class Finder {
 public:
  explicit Finder(std::span<const NamedTensor> tensors) {
    for (std::size_t i = 0; i < tensors.size(); ++i) places_[tensors[i].name] = i;
  }
  void below(std::string prefix) { prefix_ = std::move(prefix); }

  std::size_t operator()(const std::string& name) const {
    const auto found = places_.find(prefix_ + name);
    return found == places_.end() ? none : found->second;
  }
  LinearTensors linear(const std::string& name) const {
    return {(*this)(name + ".weight"), (*this)(name + ".bias"), (*this)(name + ".lora_A"), (*this)(name + ".lora_B")};
  }
  NormTensors norm(const std::string& name) const { return {(*this)(name + ".weight"), (*this)(name + ".bias")}; }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  std::string prefix_;
};

/// What the families call the parts that all have.
struct LayerNames {
  const char *attention_norm, *out, *ffn_norm, *gate, *up, *down;
};
constexpr LayerNames opt_names = {"self_attn_layer_norm", "self_attn.out_proj", "final_layer_norm", "", "fc1", "fc2"};
constexpr LayerNames llama_names = {"input_layernorm", "self_attn.o_proj", "post_attention_layernorm",
                                    "mlp.gate_proj",   "mlp.up_proj",      "mlp.down_proj"};

LayerTensors layer_of(const Finder& find, const LayerNames& names) {
  LayerTensors layer;
  layer.attention_norm = find.norm(names.attention_norm);
  layer.q = find.linear("self_attn.q_proj");
  layer.k = find.linear("self_attn.k_proj");
  layer.v = find.linear("self_attn.v_proj");
  layer.out = find.linear(names.out);
  layer.ffn_norm = find.norm(names.ffn_norm);
  layer.gate = find.linear(names.gate);  // OPT has no such tensor
  layer.up = find.linear(names.up);
  layer.down = find.linear(names.down);
  layer.prefix_k = find("self_attn.prefix_k");
  layer.prefix_v = find("self_attn.prefix_v");
  return layer;
}

}  // namespace

Layout layout_of(const Config& config, std::span<const NamedTensor> tensors) {
  Finder find(tensors);
  Layout layout;
  const bool opt = config.family == Family::opt;
  const std::string all = opt ? "decoder." : "";
  for (std::int64_t i = 0; i < config.layers; ++i) {
    find.below(all + "layers." + std::to_string(i) + ".");
    layout.layers.push_back(layer_of(find, opt ? opt_names : llama_names));
  }
  find.below(all);
  layout.embedding = find("embed_tokens.weight");
  layout.position = find("embed_positions.weight");
  layout.project_in = find.linear("project_in");
  layout.project_out = find.linear("project_out");
  layout.final_norm = find.norm(opt ? "final_layer_norm" : "norm");
  find.below("");
  layout.head = config.tied ? layout.embedding : find("lm_head.weight");
  layout.prompt = find("prompt");
  return layout;
}

}  // namespace nilgrad::transformer
