#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "runtime/image/raster.hpp"

namespace nilgrad {

/// A JPEG as float32 [channels, height, width], byte/255: one channel for grey, three (RGB) for everything else, CMYK
/// included. Decoded by libjpeg's accurate integer transform, so the same bytes everywhere; an orientation in EXIF is
/// ignored. Throws Error(file), beginning with the path, for what is no JPEG, damaged, cut off (libjpeg alone would
/// fill the rest with grey), of more than 100 scans, or larger than raster.hpp's limits.
Tensor read_jpeg(const std::filesystem::path& path);

/// The same from memory; `name` begins the errors.
Raster decode_jpeg(std::string_view bytes, const std::string& name);

/// A raster of bytes, grey or RGB, as a baseline JPEG of quality 1 … 100, colours at half the resolution (4:2:0).
std::string encode_jpeg(const Raster& raster, int quality);

/// A PNG or a JPEG, whichever its first bytes say (names of files are often wrong about it).
Raster decode_image(std::string_view bytes, const std::string& name);
Tensor read_image(const std::filesystem::path& path);

}  // namespace nilgrad
