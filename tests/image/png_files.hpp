#pragma once
#include <png.h>
#include <zlib.h>

#include <catch2/catch.hpp>
#include <csetjmp>
#include <string>
#include <vector>

namespace nilgrad {

/// A PNG of any kind, made by libpng itself; `rows` are packed as the format wants them.
struct PngFile {
  int colour = PNG_COLOR_TYPE_RGB, bits = 8;
  std::size_t height = 1, width = 1;
  int interlace = PNG_INTERLACE_NONE;
  std::vector<png_color> palette = {};

  std::string of(const std::vector<std::string>& rows) const {
    std::string file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &file,
        [](png_structp p, png_bytep bytes, std::size_t count) {
          static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(bytes), count);
        },
        [](png_structp) {});
    png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), bits, colour, interlace,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (!palette.empty()) png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    png_write_info(png, info);
    std::vector<png_bytep> pointers;
    for (const auto& row : rows) pointers.push_back(reinterpret_cast<png_bytep>(const_cast<char*>(row.data())));
    png_write_image(png, pointers.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
  }
};

}  // namespace nilgrad
