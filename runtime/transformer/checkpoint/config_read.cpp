#include <array>
#include <string_view>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/config_fields.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"

namespace nilgrad::transformer {
namespace {

using Fields = ConfigFields;

Activation activation(const Fields& fields, const char* field, const char* otherwise) {
  constexpr std::array known = {
      std::pair{"relu", Activation::relu},          std::pair{"gelu", Activation::gelu},
      std::pair{"gelu_new", Activation::gelu_tanh}, std::pair{"gelu_pytorch_tanh", Activation::gelu_tanh},
      std::pair{"silu", Activation::silu},          std::pair{"swish", Activation::silu}};
  const std::string name = fields.text(field, otherwise);
  for (const auto& [text, value] : known)
    if (name == text) return value;
  fields.refuse(
      field, "is \"" + name + "\"; known are relu, gelu (with erf), gelu_new = gelu_pytorch_tanh (with tanh) and silu");
}

void require_multiple(const Fields& fields, const char* field, std::int64_t parts, const char* of, std::int64_t whole) {
  if (whole % parts != 0) fields.refuse(field, fmt::format("is {}, which does not divide {} {}", parts, of, whole));
}

void read_opt(const Fields& fields, Config& config) {
  config.family = Family::opt;
  config.ffn = fields.size("ffn_dim");
  config.embedding = fields.size("word_embed_proj_dim", config.hidden);
  require_multiple(fields, "num_attention_heads", config.heads, "hidden_size", config.hidden);
  config.kv_heads = config.heads;
  config.head_size = config.hidden / config.heads;
  config.norm_first = fields.flag("do_layer_norm_before", true);
  config.final_norm = config.norm_first && !fields.flag("_remove_final_layer_norm", false);
  config.norm_affine = fields.flag("layer_norm_elementwise_affine", true);
  config.bias = fields.flag("enable_bias", true);
  config.activation = activation(fields, "activation_function", "relu");
  config.norm_epsilon = 1e-5;
  config.tied = fields.flag("tie_word_embeddings", true);
}

/// The scaling that a table of rotary parameters asks for, if any: version 5 writes rope_parameters, 4 rope_scaling.
std::optional<RopeScaling> rope_scaling(const Fields& rope) {
  const char* const field = rope.has("rope_type") || !rope.has("type") ? "rope_type" : "type";
  const std::string type = rope.text(field, "default");
  if (rope.has("partial_rotary_factor") && rope.positive("partial_rotary_factor") != 1)
    rope.refuse("partial_rotary_factor", "is not supported other than 1");
  if (type == "default") return std::nullopt;
  if (type != "llama3") rope.refuse(field, "is \"" + type + "\"; known are \"default\" and \"llama3\"");
  const RopeScaling scaling{rope.positive("factor"), rope.positive("low_freq_factor"),
                            rope.positive("high_freq_factor"), rope.size("original_max_position_embeddings")};
  if (scaling.low_freq_factor >= scaling.high_freq_factor)
    rope.refuse("low_freq_factor", "must be less than high_freq_factor");
  return scaling;
}

void read_rope(const Fields& fields, Config& config) {
  config.rope_theta = fields.positive("rope_theta", 10000);
  if (fields.has("rope_scaling")) config.rope_scaling = rope_scaling(fields.object("rope_scaling"));
  if (!fields.has("rope_parameters")) return;
  const Fields rope = fields.object("rope_parameters");
  const auto scaling = rope_scaling(rope);
  const double theta = rope.positive("rope_theta", config.rope_theta);
  if (fields.has("rope_scaling") && scaling != config.rope_scaling)
    fields.refuse("rope_parameters", "contradicts rope_scaling; remove one of them");
  if (fields.has("rope_theta") && theta != config.rope_theta)
    fields.refuse("rope_parameters", "contradicts rope_theta; remove one of them");
  config.rope_scaling = scaling;
  config.rope_theta = theta;
}

/// Attention must reach over all positions: a window that hides some of them would need another forward pass.
void require_full_attention(const Fields& fields, const Config& config) {
  const bool qwen2 = config.model_type == "qwen2";
  for (const std::string& type : fields.texts("layer_types"))
    if (type != "full_attention") fields.refuse("layer_types", "names \"" + type + "\"; known is full_attention");
  if (qwen2 && !fields.flag("use_sliding_window", false)) return;
  if (qwen2 && fields.size("max_window_layers", 28) >= config.layers) return;
  const bool defaulted = config.model_type != "llama" && !fields.mentions("sliding_window");
  const std::int64_t window = fields.size("sliding_window", defaulted ? 4096 : config.positions);
  if (window >= config.positions) return;
  fields.refuse("sliding_window", fmt::format("is {}, less than the {} positions, and attention within a window is not "
                                              "supported; set max_position_embeddings to {} to use that many",
                                              window, config.positions, window));
}

void read_llama(const Fields& fields, Config& config) {
  config.family = Family::llama;
  config.ffn = fields.size("intermediate_size");
  config.embedding = config.hidden;
  config.kv_heads = fields.size("num_key_value_heads", config.heads);
  require_multiple(fields, "num_key_value_heads", config.kv_heads, "num_attention_heads", config.heads);
  if (!fields.has("head_dim"))
    require_multiple(fields, "num_attention_heads", config.heads, "hidden_size", config.hidden);
  config.head_size = fields.size("head_dim", config.hidden / config.heads);
  if (config.head_size % 2 != 0)
    fields.refuse(fields.has("head_dim") ? "head_dim" : "num_attention_heads",
                  fmt::format("gives heads of {} elements, which rotary embeddings cannot halve", config.head_size));
  config.bias = false;
  const bool llama = config.model_type == "llama";
  config.attention_bias = llama && fields.flag("attention_bias", false);
  config.qkv_bias = config.attention_bias || config.model_type == "qwen2";
  config.mlp_bias = llama && fields.flag("mlp_bias", false);
  config.activation = activation(fields, "hidden_act", "silu");
  config.norm_epsilon = fields.positive("rms_norm_eps", 1e-6);
  config.tied = fields.flag("tie_word_embeddings", false);
  read_rope(fields, config);
  require_full_attention(fields, config);
}

void read_tokens(const Fields& fields, Config& config) {
  const bool opt = config.family == Family::opt, qwen2 = config.model_type == "qwen2";
  config.bos = fields.token("bos_token_id", opt ? 2 : qwen2 ? -1 : 1, config.vocab);
  config.eos = fields.token("eos_token_id", qwen2 ? -1 : 2, config.vocab);
  config.pad = fields.token("pad_token_id", opt ? 1 : -1, config.vocab);
}

}  // namespace

Config config_from_json(const nlohmann::json& json, const std::string& where) {
  const Fields fields(json, where);
  Config config;
  config.model_type = fields.text("model_type");
  const bool opt = config.model_type == "opt";
  if (!opt && config.model_type != "llama" && config.model_type != "mistral" && config.model_type != "qwen2")
    fields.refuse("model_type", "is \"" + config.model_type + "\"; known are opt, llama, mistral and qwen2");
  if (fields.has("quantization_config"))
    fields.refuse("quantization_config", "is not supported; save the model in float32, float16 or bfloat16");
  config.layers = fields.size("num_hidden_layers");
  config.heads = fields.size("num_attention_heads");
  config.hidden = fields.size("hidden_size");
  config.vocab = fields.size("vocab_size");
  config.positions = fields.size("max_position_embeddings");
  opt ? read_opt(fields, config) : read_llama(fields, config);
  read_tokens(fields, config);
  return config;
}

Config read_config(const std::filesystem::path& path) { return config_from_json(read_strict(path), path.string()); }

}  // namespace nilgrad::transformer
