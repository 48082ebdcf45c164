#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/classifier/dataset.hpp"

// Data sets of images that lie in arrays.
namespace nilgrad {

/// Of ng.data.npy, ng.data.npz and ng.data.safetensors.
struct ArraysOptions {
  std::string path, images, labels, layout = "chw", classes;
  std::optional<double> scale;
};

/// Images and labels from two .npy files.
Dataset read_npy_dataset(const ArraysOptions& options);
/// From two arrays of a .npz, or two tensors of a safetensors file. Only these two are unpacked.
Dataset read_npz_dataset(const ArraysOptions& options);
Dataset read_safetensors_dataset(const ArraysOptions& options);

/// All arrays of a file as they are, in the order of their names.
using NamedArrays = std::vector<std::pair<std::string, Tensor>>;
NamedArrays read_npz(const std::filesystem::path& path);
NamedArrays read_safetensors_arrays(const std::filesystem::path& path);

}  // namespace nilgrad
