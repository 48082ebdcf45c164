#pragma once
#include <filesystem>
#include <vector>

#include "runtime/transformer/checkpoint/stored_tensor.hpp"

namespace nilgrad::transformer {

/// What the weights of a folder are.
struct StoredWeights {
  std::filesystem::path source;  ///< the file, or the index of the shards
  std::vector<StoredTensor> tensors;
};

/// The weights file of a folder: the first there is of model.safetensors, model.safetensors.index.json,
/// pytorch_model.bin and pytorch_model.bin.index.json. Empty where there is none.
std::filesystem::path find_weights(const std::filesystem::path& folder);

/// Reads them. Of shards, those tensors that the index names, each from the shard it names. Throws Error(file).
StoredWeights read_weights(const std::filesystem::path& folder);

}  // namespace nilgrad::transformer
