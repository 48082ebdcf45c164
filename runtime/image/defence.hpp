#pragma once
#include <cstdint>
#include <optional>

#include "runtime/random/key.hpp"
#include "runtime/tensor/tensor.hpp"

// What defences do to images before a model sees them. Batches are float32 [n, channels, height, width] (noise and
// rounding take any shape with n first); each image becomes what it becomes alone, for any batch size and number of
// threads.
namespace nilgrad {

/// Where a random defence takes its numbers from: the image itself, so that the same image always meets the same ones,
/// or the number of the query.
struct DefenceStream {
  std::uint64_t seed = 0;
  std::optional<std::uint64_t> first_query;  ///< of the batch; none: keyed by the image

  Key key(const Tensor& image, std::size_t row) const;
};

/// Each value the nearest of k/(levels − 1); values outside [0, 1] are cut to it.
Tensor round_to_levels(const Tensor& images, int levels);

/// Through a JPEG of this quality (1 … 100) and back. Throws Error(shape) for images without 1 or 3 channels.
Tensor through_jpeg(const Tensor& images, int quality);

/// Plus independent N(0, σ²), cut to [0, 1].
Tensor with_noise(const Tensor& images, double sigma, const DefenceStream& stream);

/// Shrunk to a random height between smallest · height and height (the width in proportion), by bilinear interpolation,
/// and put at a random place of a black image of the size before.
Tensor resized_and_padded(const Tensor& images, double smallest, const DefenceStream& stream);

}  // namespace nilgrad
