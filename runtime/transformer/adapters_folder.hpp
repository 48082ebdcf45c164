#pragma once
#include <filesystem>

#include "runtime/transformer/model.hpp"

namespace nilgrad::transformer {

/// Writes the model as save_checkpoint does, and its adapters beside: their tensors to adapters.safetensors, their
/// kinds and sizes to adapters.json. With `merge` LoRA goes into the weights instead, W + α/r B A, rounded to nearest
/// where they have 16 bits; what else there is stays beside. Throws Error(option) where there is no LoRA to merge.
void save_model(const Model& model, const std::filesystem::path& folder, bool merge = false);

/// Adds the adapters that the folder has, if any. Throws Error(file) naming the file and the field or tensor where they
/// do not fit the model or each other.
void load_adapters(Model& model, const std::filesystem::path& folder);

}  // namespace nilgrad::transformer
