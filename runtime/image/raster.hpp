#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/tensor/tensor.hpp"

// What PNG and JPEG files decode to, on its way to a tensor.
namespace nilgrad {

/// Larger images are refused before anything is allocated for them, as nobody attacks such a thing and a header can
/// claim anything.
inline constexpr std::size_t most_image_side = 65535, most_image_pixels = 100'000'000;

/// Bytes (or 16-bit words in the machine's order), row after row, the channels of a pixel side by side.
struct Raster {
  std::size_t channels = 0, height = 0, width = 0;
  std::size_t bytes_a_value = 1;
  std::vector<std::uint8_t> bytes;
};

/// Throws Error(file), beginning with `name`, for sides of 0 and those beyond the limits above.
void require_image_size(const std::string& name, std::size_t height, std::size_t width);

/// float32 [channels, height, width] in [0, 1]: byte/255 or word/65535.
Tensor planes_of(const Raster& raster);

/// The same numbers with so many channels: grey stands for all three colours; of colours grey is .299 R + .587 G + .114
/// B (ITU-R BT.601, as PIL's "L" without its rounding). `image` is float32 with 1 or 3 channels.
Tensor with_channels(const Tensor& image, std::size_t channels);

/// All of a file. Throws Error(file), beginning with the path.
std::string read_bytes(const std::filesystem::path& path);

}  // namespace nilgrad
