#include "runtime/transformer/checkpoint/config_json.hpp"

namespace nilgrad::transformer {
namespace {

using nlohmann::json;

json token(std::int32_t id) { return id < 0 ? json() : json(id); }

const char* name_of(Activation activation) {
  switch (activation) {
    case Activation::relu:
      return "relu";
    case Activation::gelu:
      return "gelu";
    case Activation::gelu_tanh:
      return "gelu_new";
    case Activation::silu:
      return "silu";
  }
  return "";
}

void write_opt(const Config& config, json& fields) {
  fields["architectures"] = {"OPTForCausalLM"};
  fields["ffn_dim"] = config.ffn;
  fields["word_embed_proj_dim"] = config.embedding;
  fields["do_layer_norm_before"] = config.norm_first;
  fields["_remove_final_layer_norm"] = config.norm_first && !config.final_norm;
  fields["layer_norm_elementwise_affine"] = config.norm_affine;
  fields["enable_bias"] = config.bias;
  fields["activation_function"] = name_of(config.activation);
  fields["dropout"] = 0.0;
}

void write_llama(const Config& config, json& fields) {
  fields["architectures"] = {config.model_type == "qwen2"     ? "Qwen2ForCausalLM"
                             : config.model_type == "mistral" ? "MistralForCausalLM"
                                                              : "LlamaForCausalLM"};
  fields["intermediate_size"] = config.ffn;
  fields["num_key_value_heads"] = config.kv_heads;
  fields["head_dim"] = config.head_size;
  fields["hidden_act"] = name_of(config.activation);
  fields["rms_norm_eps"] = config.norm_epsilon;
  fields["rope_theta"] = config.rope_theta;
  if (const auto& scaling = config.rope_scaling)
    fields["rope_scaling"] = {{"rope_type", "llama3"},
                              {"factor", scaling->factor},
                              {"low_freq_factor", scaling->low_freq_factor},
                              {"high_freq_factor", scaling->high_freq_factor},
                              {"original_max_position_embeddings", scaling->original_positions}};
  if (config.model_type == "llama") {
    fields["attention_bias"] = config.attention_bias;
    fields["mlp_bias"] = config.mlp_bias;
  }
  if (config.model_type == "mistral") fields["sliding_window"] = nullptr;
  if (config.model_type == "qwen2") fields["use_sliding_window"] = false;
}

}  // namespace

std::string config_json(const Config& config, DType dtype) {
  json fields = {{"model_type", config.model_type},
                 {"num_hidden_layers", config.layers},
                 {"num_attention_heads", config.heads},
                 {"hidden_size", config.hidden},
                 {"vocab_size", config.vocab},
                 {"max_position_embeddings", config.positions},
                 {"tie_word_embeddings", config.tied},
                 {"bos_token_id", token(config.bos)},
                 {"eos_token_id", token(config.eos)},
                 {"pad_token_id", token(config.pad)},
                 {"torch_dtype", nilgrad::name_of(dtype)}};
  config.family == Family::opt ? write_opt(config, fields) : write_llama(config, fields);
  return fields.dump(2) + "\n";
}

}  // namespace nilgrad::transformer
