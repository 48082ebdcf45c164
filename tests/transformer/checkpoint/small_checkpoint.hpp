#pragma once
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "runtime/error.hpp"
#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/checkpoint/config_json.hpp"
#include "runtime/transformer/checkpoint/safetensors.hpp"

namespace nilgrad::transformer {

inline Config small_opt() {
  Config config = config_of("opt-125m");
  config.layers = 2;
  config.heads = config.kv_heads = 2;
  config.hidden = config.embedding = 8;
  config.head_size = 4;
  config.ffn = 12;
  config.vocab = 20;
  config.positions = 16;
  return config;
}

/// A folder as others write it, with tensors of any names.
inline void write_folder(const std::filesystem::path& folder, const Config& config,
                         const std::vector<NamedTensor>& tensors) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  std::ofstream(folder / "config.json") << config_json(config, DType::float32);
  write_safetensors(folder / "model.safetensors", tensors);
}

/// The error of loading; "loaded" for none.
inline std::string load_error(const std::filesystem::path& folder) {
  try {
    load_checkpoint(folder);
  } catch (const Error& error) {
    return error.what();
  }
  return "loaded";
}

}  // namespace nilgrad::transformer
