#include <array>
#include <string>

#include "runtime/error.hpp"
#include "runtime/transformer/config.hpp"

namespace nilgrad::transformer {
namespace {

struct OptSize {
  std::string_view name;
  std::int64_t layers, heads, hidden, ffn;
};

constexpr std::array opt_sizes = {OptSize{"opt-125m", 12, 12, 768, 3072},   OptSize{"opt-350m", 24, 16, 1024, 4096},
                                  OptSize{"opt-1.3b", 24, 32, 2048, 8192},  OptSize{"opt-2.7b", 32, 32, 2560, 10240},
                                  OptSize{"opt-6.7b", 32, 32, 4096, 16384}, OptSize{"opt-13b", 40, 40, 5120, 20480},
                                  OptSize{"opt-30b", 48, 56, 7168, 28672},  OptSize{"opt-66b", 64, 72, 9216, 36864},
                                  OptSize{"opt-175b", 96, 96, 12288, 49152}};

Config opt(const OptSize& size) {
  Config config;
  config.layers = size.layers;
  config.heads = config.kv_heads = size.heads;
  config.head_size = size.hidden / size.heads;
  config.hidden = config.embedding = size.hidden;
  config.ffn = size.ffn;
  config.vocab = 50272;
  config.positions = 2048;
  if (size.name == "opt-350m") {  // the one with its norms after the sums, and narrow embeddings
    config.embedding = 512;
    config.norm_first = config.final_norm = false;
  }
  return config;
}

/// A Llama-family model; `scaling` is the factor of llama3's, 0 for none.
struct LlamaSize {
  std::string_view name, type;
  std::int64_t layers, heads, kv_heads, hidden, ffn, vocab, positions;
  double theta, scaling, epsilon;
  bool tied;
  std::int32_t bos, eos;
};

constexpr std::array llama_sizes = {
    LlamaSize{"llama-2-7b", "llama", 32, 32, 32, 4096, 11008, 32000, 4096, 1e4, 0, 1e-5, false, 1, 2},
    LlamaSize{"llama-2-13b", "llama", 40, 40, 40, 5120, 13824, 32000, 4096, 1e4, 0, 1e-5, false, 1, 2},
    LlamaSize{"llama-2-70b", "llama", 80, 64, 8, 8192, 28672, 32000, 4096, 1e4, 0, 1e-5, false, 1, 2},
    LlamaSize{"llama-3-8b", "llama", 32, 32, 8, 4096, 14336, 128256, 8192, 5e5, 0, 1e-5, false, 128000, 128001},
    LlamaSize{"llama-3.1-8b", "llama", 32, 32, 8, 4096, 14336, 128256, 131072, 5e5, 8, 1e-5, false, 128000, 128001},
    LlamaSize{"llama-3.1-70b", "llama", 80, 64, 8, 8192, 28672, 128256, 131072, 5e5, 8, 1e-5, false, 128000, 128001},
    LlamaSize{"llama-3.2-1b", "llama", 16, 32, 8, 2048, 8192, 128256, 131072, 5e5, 32, 1e-5, true, 128000, 128001},
    LlamaSize{"llama-3.2-3b", "llama", 28, 24, 8, 3072, 8192, 128256, 131072, 5e5, 32, 1e-5, true, 128000, 128001},
    LlamaSize{"tinyllama-1.1b", "llama", 22, 32, 4, 2048, 5632, 32000, 2048, 1e4, 0, 1e-5, false, 1, 2},
    LlamaSize{"smollm2-135m", "llama", 30, 9, 3, 576, 1536, 49152, 8192, 1e5, 0, 1e-5, true, 0, 0},
    LlamaSize{"smollm2-360m", "llama", 32, 15, 5, 960, 2560, 49152, 8192, 1e5, 0, 1e-5, true, 0, 0},
    LlamaSize{"smollm2-1.7b", "llama", 24, 32, 32, 2048, 8192, 49152, 8192, 1.3e5, 0, 1e-5, true, 0, 0},
    LlamaSize{"mistral-7b-v0.3", "mistral", 32, 32, 8, 4096, 14336, 32768, 32768, 1e6, 0, 1e-5, false, 1, 2},
    LlamaSize{"qwen2-0.5b", "qwen2", 24, 14, 2, 896, 4864, 151936, 131072, 1e6, 0, 1e-6, true, 151643, 151643},
    LlamaSize{"qwen2-1.5b", "qwen2", 28, 12, 2, 1536, 8960, 151936, 131072, 1e6, 0, 1e-6, true, 151643, 151643},
    LlamaSize{"qwen2-7b", "qwen2", 28, 28, 4, 3584, 18944, 152064, 131072, 1e6, 0, 1e-6, false, 151643, 151643}};

Config llama(const LlamaSize& size) {
  Config config;
  config.family = Family::llama;
  config.model_type = size.type;
  config.layers = size.layers;
  config.heads = size.heads;
  config.kv_heads = size.kv_heads;
  config.head_size = size.hidden / size.heads;
  config.hidden = config.embedding = size.hidden;
  config.ffn = size.ffn;
  config.vocab = size.vocab;
  config.positions = size.positions;
  config.bias = false;
  config.qkv_bias = size.type == "qwen2";
  config.activation = Activation::silu;
  config.norm_epsilon = size.epsilon;
  config.tied = size.tied;
  config.rope_theta = size.theta;
  if (size.scaling > 0) config.rope_scaling = RopeScaling{size.scaling, 1, 4, 8192};
  config.bos = size.bos;
  config.eos = size.eos;
  config.pad = -1;
  return config;
}

std::string known_sizes() {
  std::string names;
  const auto add = [&](std::string_view name) { names.append(names.empty() ? "" : ", ").append(name); };
  for (const OptSize& size : opt_sizes) add(size.name);
  for (const LlamaSize& size : llama_sizes) add(size.name);
  return names;
}

}  // namespace

Config config_of(std::string_view name) {
  for (const OptSize& size : opt_sizes)
    if (size.name == name) return opt(size);
  for (const LlamaSize& size : llama_sizes)
    if (size.name == name) return llama(size);
  throw_error(ErrorKind::option, "no model \"{}\" is known by its size; known are {}", name, known_sizes());
}

}  // namespace nilgrad::transformer
