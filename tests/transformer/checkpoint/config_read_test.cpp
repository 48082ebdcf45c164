#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/strict_json.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;
using nlohmann::json;

namespace {

json opt() {
  return {{"model_type", "opt"}, {"num_hidden_layers", 2}, {"num_attention_heads", 2},     {"hidden_size", 8},
          {"ffn_dim", 12},       {"vocab_size", 20},       {"max_position_embeddings", 16}};
}

json llama() {
  return {{"model_type", "llama"},   {"num_hidden_layers", 2}, {"num_attention_heads", 4},     {"hidden_size", 16},
          {"intermediate_size", 12}, {"vocab_size", 20},       {"max_position_embeddings", 64}};
}

Config read(const json& fields) { return config_from_json(fields, "config.json"); }

Config with(json fields, const char* name, const json& value) {
  fields[name] = value;
  return read(fields);
}

std::string refusal(const json& fields) {
  try {
    read(fields);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "accepted";
}

std::string refusal(json fields, const char* name, const json& value) {
  fields[name] = value;
  return refusal(fields);
}

const json llama3 = {{"rope_type", "llama3"},
                     {"factor", 8.0},
                     {"low_freq_factor", 1.0},
                     {"high_freq_factor", 4.0},
                     {"original_max_position_embeddings", 32}};

}  // namespace

TEST_CASE("what config.json writes is read back as it was, for every published model") {
  for (const char* size : {"opt-125m", "opt-350m", "opt-175b", "llama-2-7b", "llama-3.2-1b", "smollm2-135m",
                           "mistral-7b-v0.3", "qwen2-0.5b"}) {
    CAPTURE(size);
    const Config config = config_of(size);
    CHECK(config_from_json(json::parse(config_json(config, DType::float16)), size) == config);
  }
}

TEST_CASE("fields that a config leaves out have the library's defaults") {
  const Config o = read(opt());
  CHECK((o.embedding == 8 && o.kv_heads == 2 && o.head_size == 4));
  CHECK((o.norm_first && o.final_norm && o.norm_affine && o.bias && o.tied));
  CHECK((o.activation == Activation::relu && o.norm_epsilon == 1e-5));
  CHECK((o.bos == 2 && o.eos == 2 && o.pad == 1));
  const Config l = read(llama());
  CHECK((l.embedding == 16 && l.kv_heads == 4 && l.head_size == 4 && l.rope_theta == 10000 && !l.rope_scaling));
  CHECK((!l.bias && !l.attention_bias && !l.qkv_bias && !l.mlp_bias && !l.tied));
  CHECK((l.activation == Activation::silu && l.norm_epsilon == 1e-6));
  CHECK((l.bos == 1 && l.eos == 2 && l.pad == -1));
}

TEST_CASE("OPT's fields are honoured") {
  CHECK_FALSE(with(opt(), "do_layer_norm_before", false).norm_first);
  CHECK_FALSE(with(opt(), "do_layer_norm_before", false).final_norm);
  CHECK_FALSE(with(opt(), "_remove_final_layer_norm", true).final_norm);
  CHECK_FALSE(with(opt(), "layer_norm_elementwise_affine", false).norm_affine);
  CHECK_FALSE(with(opt(), "enable_bias", false).bias);
  CHECK_FALSE(with(opt(), "tie_word_embeddings", false).tied);
  CHECK(with(opt(), "word_embed_proj_dim", 6).embedding == 6);
  CHECK(with(opt(), "activation_function", "gelu").activation == Activation::gelu);
  CHECK(with(opt(), "activation_function", "gelu_new").activation == Activation::gelu_tanh);
}

TEST_CASE("Llama's, Mistral's and Qwen2's fields are honoured") {
  CHECK(with(llama(), "num_key_value_heads", 2).kv_heads == 2);
  CHECK(with(llama(), "head_dim", 6).head_size == 6);
  CHECK(with(llama(), "attention_bias", true).attention_bias);
  CHECK(with(llama(), "attention_bias", true).qkv_bias);
  CHECK(with(llama(), "mlp_bias", true).mlp_bias);
  CHECK(with(llama(), "rms_norm_eps", 1e-3).norm_epsilon == 1e-3);
  CHECK(with(llama(), "hidden_act", "gelu_pytorch_tanh").activation == Activation::gelu_tanh);
  CHECK(with(llama(), "eos_token_id", json::array({7, 9})).eos == 7);
  CHECK(with(llama(), "bos_token_id", nullptr).bos == -1);
  json qwen2 = llama();
  qwen2["model_type"] = "qwen2";
  CHECK((read(qwen2).qkv_bias && !read(qwen2).attention_bias));
}

TEST_CASE("rotary scaling is read as versions 4 and 5 write it, and is refused when it is of another kind") {
  const RopeScaling expected{8, 1, 4, 32};
  CHECK(with(llama(), "rope_scaling", llama3).rope_scaling == expected);
  json old = llama3;
  old.erase("rope_type");
  old["type"] = "llama3";
  CHECK(with(llama(), "rope_scaling", old).rope_scaling == expected);
  json parameters = llama3;
  parameters["rope_theta"] = 5e5;
  CHECK(with(llama(), "rope_parameters", parameters).rope_scaling == expected);
  CHECK(with(llama(), "rope_parameters", parameters).rope_theta == 5e5);
  CHECK_FALSE(with(llama(), "rope_scaling", {{"type", "default"}}).rope_scaling);
  CHECK(refusal(llama(), "rope_scaling", {{"type", "linear"}, {"factor", 2.0}}) ==
        "config.json: field \"rope_scaling.type\" is \"linear\"; known are \"default\" and \"llama3\"");
  CHECK_THAT(refusal(llama(), "rope_scaling", 2), Catch::Contains("field \"rope_scaling\" must be an object"));
  json incomplete = llama3;
  incomplete.erase("factor");
  CHECK_THAT(refusal(llama(), "rope_scaling", incomplete), Catch::Contains("\"rope_scaling.factor\" is missing"));
  json upside_down = llama3;
  upside_down["low_freq_factor"] = 4;
  CHECK_THAT(refusal(llama(), "rope_scaling", upside_down), Catch::Contains("rope_scaling.low_freq_factor"));
  json both = llama();
  both["rope_parameters"] = llama3;
  both["rope_scaling"] = {{"rope_type", "default"}};
  CHECK_THAT(refusal(both), Catch::Contains("\"rope_parameters\" contradicts rope_scaling"));
}

TEST_CASE("a window as long as the context is full attention, a shorter one is refused") {
  json mistral = llama();
  mistral["model_type"] = "mistral";
  CHECK(refusal(mistral) == "accepted");  // the library's default of 4096 reaches over 64 positions
  CHECK(refusal(mistral, "sliding_window", nullptr) == "accepted");
  CHECK(refusal(mistral, "sliding_window", 64) == "accepted");
  CHECK_THAT(refusal(mistral, "sliding_window", 63),
             Catch::Contains("\"sliding_window\" is 63") && Catch::Contains("set max_position_embeddings to 63"));
  mistral["max_position_embeddings"] = 8192;
  CHECK_THAT(refusal(mistral), Catch::Contains("\"sliding_window\" is 4096"));
  CHECK(refusal(mistral, "sliding_window", nullptr) == "accepted");
  json qwen2 = llama();
  qwen2["model_type"] = "qwen2";
  qwen2["sliding_window"] = 8;
  CHECK(refusal(qwen2) == "accepted");
  qwen2["use_sliding_window"] = true;
  CHECK(refusal(qwen2) == "accepted");  // from layer 28 on
  CHECK_THAT(refusal(qwen2, "max_window_layers", 1), Catch::Contains("\"sliding_window\" is 8"));
  CHECK_THAT(refusal(llama(), "layer_types", {"full_attention", "sliding_attention"}),
             Catch::Contains("\"layer_types\" names \"sliding_attention\""));
}

TEST_CASE("each field of a wrong kind or value is refused by name") {
  for (const char* field : {"num_hidden_layers", "num_attention_heads", "hidden_size", "vocab_size",
                            "max_position_embeddings", "ffn_dim"}) {
    CAPTURE(field);
    const std::string start = std::string("config.json: field \"") + field + "\" ";
    json fields = opt();
    fields.erase(field);
    CHECK(refusal(fields) == start + "is missing");
    for (const json& value : {json(0), json(-2), json(2.0), json("2"), json(true), json(std::uint64_t{1} << 40)})
      CHECK_THAT(refusal(opt(), field, value), Catch::StartsWith(start + "must be a whole number from 1"));
  }
  for (const char* field : {"enable_bias", "do_layer_norm_before", "tie_word_embeddings"})
    CHECK_THAT(refusal(opt(), field, 1),
               Catch::Contains(std::string("\"") + field + "\" must be true or false, not 1"));
  CHECK_THAT(refusal(opt(), "activation_function", 3), Catch::Contains("must be a string, not 3"));
  CHECK_THAT(refusal(opt(), "eos_token_id", 20), Catch::Contains("\"eos_token_id\" must be a token"));
  CHECK_THAT(refusal(opt(), "eos_token_id", UINT64_MAX), Catch::Contains("\"eos_token_id\" must be a token"));
  CHECK_THAT(refusal(opt(), "quantization_config", json::object()), Catch::Contains("\"quantization_config\""));
  CHECK_THAT(refusal(llama(), "num_key_value_heads", 3), Catch::Contains("does not divide num_attention_heads 4"));
  CHECK_THAT(refusal(llama(), "head_dim", 5), Catch::Contains("\"head_dim\" gives heads of 5"));
  for (const json& value : {json(0), json(-1.0), json("1e-5"), json(HUGE_VAL)})
    CHECK_THAT(refusal(llama(), "rms_norm_eps", value), Catch::Contains("\"rms_norm_eps\" must be a number above 0"));
  CHECK_THAT(refusal(json::array()), Catch::Contains("must be an object"));
}

TEST_CASE("JSON that parsers take in different ways is refused") {
  CHECK_THROWS_WITH(parse_strict("{\"a\": 1, \"a\": 2}", "x.json"), "x.json: \"a\" stands there twice");
  CHECK_NOTHROW(parse_strict("{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}, {\"a\": 1}]}", "x.json"));
  CHECK_THROWS_WITH(parse_strict(std::string(100000, '['), "x.json"), "x.json: nested more than 64 deep");
  CHECK_THROWS_WITH(parse_strict("{\"a\": 1} x", "x.json"), Catch::StartsWith("x.json: no JSON: "));
}
