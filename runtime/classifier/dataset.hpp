#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// Images and the classes they belong to. Copies share the images.
struct Dataset {
  std::string name;
  Tensor images;                     ///< float32 [n, channels, height, width] (or [n, …] as the file has it)
  std::vector<std::int64_t> labels;  ///< n classes, counted from 0 as in the file
  std::shared_ptr<const std::vector<std::string>> classes;  ///< their names; null where they are not known

  std::size_t size() const noexcept { return labels.size(); }
  /// Samples first … first+count−1; the images are a view. Throws Error(shape) outside the data.
  Dataset slice(std::size_t first, std::size_t count) const;
  /// These samples in this order; the images are copied. Throws Error(shape) outside the data.
  Dataset select(std::span<const std::size_t> positions) const;
};

/// Images and labels from two IDX files, bytes as byte/255; images of rank 3 are given one channel. Throws Error(file)
/// for what read_idx refuses, labels that are not one whole number ≥ 0 an image, or no image at all.
Dataset read_dataset(const std::filesystem::path& images, const std::filesystem::path& labels, StopToken stop = {});

/// Fashion-MNIST ("train": 60,000 images, "test": 10,000) from the four IDX files of `folder`, gzipped or not; an empty
/// `folder` is where Debian's dataset-fashion-mnist puts them. Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747.
Dataset read_fashion_mnist(const std::string& split, const std::filesystem::path& folder = {}, StopToken stop = {});

/// Of ng.data.idx: one file, or images and labels.
struct IdxOptions {
  std::string path, images, labels;
};

struct FashionMnistOptions {
  std::string split = "test", path;
};

}  // namespace nilgrad
