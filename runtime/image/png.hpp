#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "runtime/image/raster.hpp"

namespace nilgrad {

/// A PNG as float32 [channels, height, width] in [0, 1], value/255 or, of 16 bits, value/65535: one channel for grey,
/// three for colours and palettes; 1, 2 and 4 bits are stretched to the whole range, interlaced files read alike.
/// Transparency is dropped and gamma ignored, as the pipelines do that classifiers are trained with (PIL's
/// convert("RGB")). Throws Error(file), beginning with the path, for what is no PNG, damaged, cut off, or larger than
/// raster.hpp's limits.
Tensor read_png(const std::filesystem::path& path);

/// The same from memory; `name` begins the errors.
Raster decode_png(std::string_view bytes, const std::string& name);

/// `image`, [height, width] or [channels, height, width] with 1 (grey) or 3 channels (RGB), as a PNG of 8 or 16 bits:
/// each value the nearest of value/255 or value/65535. The same bytes every time. Throws Error(shape) for other shapes
/// and Error(option) for numbers outside [0, 1] (rounding of 1e-6 is forgiven), naming them.
std::string encode_png(const Tensor& image, int bits = 8);

/// Writes it beside `path` and renames it. Throws Error(file) naming the path.
void write_png(const std::filesystem::path& path, const Tensor& image, int bits = 8);

}  // namespace nilgrad
