#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/classifier/dataset.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad {

/// Of ng.data.images.
struct ImagesOptions {
  std::string folder, labels, classes;
  std::vector<double> size;
  std::optional<std::int64_t> shorter, channels, count;
  std::int64_t first = 1;
  std::string filter = "bilinear", unlabelled = "refuse";
};

/// Decodes the images of a folder, several at a time, each straight into its place: beside the data set there is one
/// decoded image a thread. Throws Error(file) naming the first file that is no image, or of another size or other
/// channels than the first.
Dataset read_images(const ImagesOptions& options, StopToken stop = {});

/// Of ng.data.image: one file.
struct ImageOptions {
  std::string path;
  std::vector<double> size;
  std::optional<std::int64_t> shorter, channels;
  std::string filter = "bilinear";
};

Tensor read_image(const ImageOptions& options);

/// Writes 00001.png, 00002.png, … and labels.csv (file, label and, where known, name) into `folder`, which is made:
/// what ng.data.images { folder, labels = "labels.csv" } reads.
void write_images(const std::filesystem::path& folder, const Dataset& data, int bits = 8, StopToken stop = {});

}  // namespace nilgrad
