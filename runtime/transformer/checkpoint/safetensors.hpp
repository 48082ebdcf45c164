#pragma once
#include <filesystem>
#include <span>
#include <vector>

#include "runtime/transformer/checkpoint/checkpoint.hpp"
#include "runtime/transformer/checkpoint/stored_tensor.hpp"

namespace nilgrad::transformer {

/// The tensors of a .safetensors file, in the order of their data. Strict: every byte after the header belongs to
/// exactly one tensor, whose dtype is known and whose shape says as many bytes, and no name stands there twice. Throws
/// Error(file) naming the file and the tensor.
std::vector<StoredTensor> read_safetensors(const std::filesystem::path& path);

/// Writes a new file and syncs it to the disk, the tensors in the order given and aligned to 64 bytes as far as their
/// sizes allow. Throws Error(file), beginning with the path, and may then leave part of the file.
void write_safetensors(const std::filesystem::path& path, std::span<const NamedTensor> tensors);

}  // namespace nilgrad::transformer
