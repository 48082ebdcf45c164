#include "runtime/transformer/config.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "runtime/error.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

std::size_t parameters(const Config& config) {
  std::size_t count = 0;
  for (const TensorSpec& spec : tensor_specs(config)) count += element_count(spec.shape);
  return count;
}

}  // namespace

TEST_CASE("models of published sizes have their published numbers of parameters") {
  const std::pair<const char*, std::size_t> published[] = {
      {"opt-125m", 125'239'296},          {"opt-350m", 331'196'416},       {"opt-1.3b", 1'315'758'080},
      {"opt-2.7b", 2'651'596'800},        {"opt-6.7b", 6'658'473'984},     {"opt-13b", 12'853'473'280},
      {"llama-2-7b", 6'738'415'616},      {"llama-3-8b", 8'030'261'248},   {"llama-3.1-8b", 8'030'261'248},
      {"llama-3.2-1b", 1'235'814'400},    {"llama-3.2-3b", 3'212'749'824}, {"tinyllama-1.1b", 1'100'048'384},
      {"smollm2-135m", 134'515'008},      {"smollm2-360m", 361'821'120},   {"smollm2-1.7b", 1'711'376'384},
      {"mistral-7b-v0.3", 7'248'023'552}, {"qwen2-0.5b", 494'032'768},     {"qwen2-1.5b", 1'543'714'304},
      {"qwen2-7b", 7'615'616'512}};
  for (const auto& [size, count] : published) {
    CAPTURE(size);
    CHECK(parameters(config_of(size)) == count);
  }
}

TEST_CASE("the larger OPT models have about the size in their name") {
  CHECK(parameters(config_of("opt-30b")) / 1'000'000'000 == 29);
  CHECK(parameters(config_of("opt-66b")) / 1'000'000'000 == 65);
  CHECK(parameters(config_of("opt-175b")) / 1'000'000'000 == 174);
}

TEST_CASE("tensors are listed from the embeddings to the head") {
  const auto opt = tensor_specs(config_of("opt-350m"));
  CHECK(opt.front().name == "decoder.embed_tokens.weight");
  CHECK(opt[2].name == "decoder.project_in.weight");
  CHECK(opt[3].name == "decoder.layers.0.self_attn_layer_norm.weight");
  CHECK(opt.back().name == "decoder.project_out.weight");
  const auto llama = tensor_specs(config_of("llama-3-8b"));
  CHECK(llama[1].name == "layers.0.input_layernorm.weight");
  CHECK(to_string(llama[3].shape) == "[1024, 4096]");
  CHECK(llama[llama.size() - 2].name == "norm.weight");
  CHECK(llama.back().name == "lm_head.weight");
}

TEST_CASE("an unknown size is refused with a list of those known") {
  CHECK_THROWS_WITH(config_of("opt-1.3"), Catch::Contains("\"opt-1.3\"") && Catch::Contains("opt-1.3b, opt-2.7b"));
}
