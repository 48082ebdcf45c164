#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tensor/shape.hpp"

namespace nilgrad::transformer {

/// llama: also mistral and qwen2, which differ in fields only.
enum class Family { opt, llama };

/// gelu is the one with erf; gelu_tanh its usual approximation ("gelu_new", "gelu_pytorch_tanh").
enum class Activation { relu, gelu, gelu_tanh, silu };

/// How Llama 3 stretches its rotary frequencies to contexts beyond `original_positions` ("llama3").
struct RopeScaling {
  double factor = 1, low_freq_factor = 1, high_freq_factor = 4;
  std::int64_t original_positions = 0;

  bool operator==(const RopeScaling&) const = default;
};

/// What the forward pass needs to know of a model beside its tensors. One that came from read_config, config_of or
/// load_checkpoint holds together: positive sizes, heads a multiple of kv_heads, a head size that rotary embeddings can
/// halve.
struct Config {
  Family family = Family::opt;
  std::string model_type = "opt";  ///< "opt", "llama", "mistral", "qwen2"
  std::int64_t layers = 0, heads = 0, kv_heads = 0, head_size = 0, hidden = 0, ffn = 0, vocab = 0, positions = 0;
  std::int64_t embedding = 0;   ///< width of the embedding table: OPT's word_embed_proj_dim; = hidden elsewhere
  bool norm_first = true;       ///< OPT's do_layer_norm_before
  bool final_norm = true;       ///< OPT: norm_first && !_remove_final_layer_norm
  bool norm_affine = true;      ///< OPT's layer_norm_elementwise_affine
  bool bias = true;             ///< OPT's enable_bias; false elsewhere
  bool attention_bias = false;  ///< Llama's attention_bias (q, k, v and o)
  bool qkv_bias = false;        ///< q, k and v have biases: Qwen2, and Llama with attention_bias
  bool mlp_bias = false;        ///< Llama's mlp_bias
  Activation activation = Activation::relu;
  double norm_epsilon = 1e-5;
  bool tied = true;  ///< the head is the embedding table
  double rope_theta = 10000;
  std::optional<RopeScaling> rope_scaling;
  std::int32_t bos = 2, eos = 2, pad = 1;  ///< -1: the model has none

  bool operator==(const Config&) const = default;
};

struct TensorSpec {
  std::string name;
  Shape shape;
};

/// Every tensor the model has, by its canonical name (Hugging Face's without the leading "model."), in the order in
/// which the forward pass meets them: embeddings, layer 0 …, final norm, and the head where it is not tied.
std::vector<TensorSpec> tensor_specs(const Config& config);

/// The shape of a published model: "opt-125m" … "opt-175b", "llama-3.2-1b", "qwen2-0.5b", … Throws Error(option)
/// naming all it knows.
Config config_of(std::string_view size);

}  // namespace nilgrad::transformer
