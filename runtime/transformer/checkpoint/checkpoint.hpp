#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tensor/tensor.hpp"
#include "runtime/transformer/config.hpp"

namespace nilgrad::transformer {

struct NamedTensor {
  std::string name;
  Tensor tensor;
};

/// A model as a folder holds it: its shape and its tensors, one for each of tensor_specs(config), in that order and of
/// those shapes, each float32, float16 or bfloat16. `folder` is where it came from, empty for a random one.
struct Checkpoint {
  Config config;
  std::vector<NamedTensor> tensors;
  std::filesystem::path folder;
};

/// Reads a Hugging Face folder: config.json and model.safetensors or pytorch_model.bin, whole or in shards.
///
/// Tensors are views of the mapped files where their alignment allows: pages are read when first touched, writing to a
/// tensor changes this process's copy of the page and never the file. Files must not be shortened while in use (a page
/// that is gone ends the process); save_checkpoint does not, even onto the same folder. Nothing in the files is ever
/// executed, and memory beside the mapping grows with what was read, not with what the files claim.
///
/// Tensors are found with or without a leading "model.". Ignored are `rotary_emb.inv_freq`, `decoder.version`, an
/// lm_head equal to the embeddings it is tied to, and names outside the model (not below decoder., layers.,
/// embed_tokens., norm. or lm_head.). Everything else that the config has no place for is refused, as are missing
/// tensors, other shapes and other dtypes: config.json and weights would contradict each other. Throws Error(file)
/// naming the file and the field or tensor.
Checkpoint load_checkpoint(const std::filesystem::path& folder);

/// Writes a folder that load_checkpoint and Hugging Face read: model.safetensors in the tensors' own dtypes,
/// config.json (the source folder's own text, where it still says the same) and the source's tokenizer files. All is
/// written and synced beside the target and renamed; what fails on the way (disk full, say) leaves the target as it
/// was and throws Error(file). A target that exists must be empty or hold a checkpoint, which is replaced; files in it
/// that are no part of a checkpoint stay.
///
/// `beside` writes what else belongs into the folder, which is published with it (output_file.hpp, safetensors.hpp).
void save_checkpoint(const Checkpoint& checkpoint, const std::filesystem::path& folder,
                     const std::function<void(const std::filesystem::path& unpublished)>& beside = {});

/// A model of this shape as if before training: weights N(0, 0.02²), biases 0, norms 1. The bits depend on the shape,
/// dtype (float32, float16 or bfloat16) and seed alone.
Checkpoint random_checkpoint(const Config& config, DType dtype, std::uint64_t seed);
/// One of its tensors, the index-th.
void fill_at_random(std::string_view name, std::size_t index, std::uint64_t seed, Tensor& tensor);

/// 16 hexadecimal digits for the names, shapes, dtypes and bytes of tensors: what a journal keeps to see that a
/// checkpoint is not the one it began with (any changed 8 bytes show; no protection against forgery). The same for any
/// number of threads. `passed` is told of each tensor that is done with.
std::string fingerprint(std::span<const NamedTensor> tensors,
                        const std::function<void(const NamedTensor&)>& passed = {});

}  // namespace nilgrad::transformer
