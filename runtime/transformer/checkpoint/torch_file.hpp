#pragma once
#include <filesystem>
#include <vector>

#include "runtime/transformer/checkpoint/stored_tensor.hpp"

namespace nilgrad::transformer {

/// The tensors of a state dict that torch.save wrote (pytorch_model.bin), in its order. Nothing in the file is executed
/// (pickle.hpp); values that are no tensors are skipped. Each tensor lies within its storage and each storage within
/// the file. Throws Error(file) naming the file and the tensor.
std::vector<StoredTensor> read_torch_file(const std::filesystem::path& path);

}  // namespace nilgrad::transformer
