#include <png.h>

#include <cmath>
#include <csetjmp>

#include "runtime/image/png.hpp"
#include "runtime/image/replaced_file.hpp"

namespace nilgrad {
namespace {

struct Layout {
  std::size_t channels, height, width;
};

Layout layout_of(const Tensor& image) {
  const Shape& shape = image.shape();
  const std::size_t rank = shape.size();
  const bool fits = rank == 2 || (rank == 3 && (shape[0] == 1 || shape[0] == 3));
  if (!fits || image.empty())
    throw_error(ErrorKind::shape, "a PNG is made of [height, width] or of 1 or 3 channels [c, height, width], not {}",
                to_string(shape));
  const auto extent = [&](std::size_t from_end) { return static_cast<std::size_t>(shape[rank - from_end]); };
  require_image_size("the image", extent(2), extent(1));
  return {rank == 2 ? 1 : extent(3), extent(2), extent(1)};
}

/// Pixels as the file has them: 16-bit words have their high byte first.
std::string quantised(const Tensor& image, const Layout& layout, int bits) {
  const std::size_t pixels = layout.height * layout.width, width = bits == 16 ? 2 : 1;
  const double top = bits == 16 ? 65535 : 255;
  std::string bytes(image.size() * width, '\0');
  for (std::size_t c = 0; c < layout.channels; ++c)
    for (std::size_t i = 0; i < pixels; ++i) {
      const double value = image.at(c * pixels + i);
      if (!(value >= -1e-6 && value <= 1 + 1e-6))
        throw_error(ErrorKind::option, "a pixel of the image is {}; a PNG holds values in [0, 1]", value);
      const auto level = static_cast<unsigned>(std::nearbyint(top * std::min(1.0, std::max(0.0, value))));
      char* to = bytes.data() + (i * layout.channels + c) * width;
      if (width == 2) *to++ = static_cast<char>(level >> 8);
      *to = static_cast<char>(level & 255);
    }
  return bytes;
}

void append(png_structp png, png_bytep bytes, std::size_t count) {
  bool done = true;
  try {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
  } catch (const std::exception&) {
    done = false;
  }
  if (!done) png_error(png, "no memory");
}

void flush(png_structp) {}
[[noreturn]] void fail(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void ignore(png_structp, png_const_charp) {}

/// Holds nothing that has a destructor: libpng leaves by longjmp.
bool write(png_structp png, png_infop info, const Layout& layout, int bits, const char* bytes) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_IHDR(png, info, static_cast<png_uint_32>(layout.width), static_cast<png_uint_32>(layout.height), bits,
               layout.channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const std::size_t row = layout.width * layout.channels * (bits == 16 ? 2 : 1);
  for (std::size_t i = 0; i < layout.height; ++i)
    png_write_row(png, reinterpret_cast<png_const_bytep>(bytes + i * row));
  png_write_end(png, info);
  return true;
}

}  // namespace

std::string encode_png(const Tensor& image, int bits) {
  if (bits != 8 && bits != 16) throw_error(ErrorKind::option, "a PNG has 8 or 16 bits a value here, not {}", bits);
  const Layout layout = layout_of(image);
  const std::string pixels = quantised(image, layout, bits);
  std::string file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  if (info) png_set_write_fn(png, &file, append, flush);
  const bool done = info && write(png, info, layout, bits, pixels.data());
  png_destroy_write_struct(&png, &info);
  if (!done) throw_error(ErrorKind::unavailable, "no memory to encode a PNG of {}", to_string(image.shape()));
  return file;
}

void write_png(const std::filesystem::path& path, const Tensor& image, int bits) {
  replace_file(path, encode_png(image, bits));
}

}  // namespace nilgrad
