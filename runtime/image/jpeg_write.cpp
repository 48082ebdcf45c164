#include <cstdlib>
#include <memory>

#include "runtime/image/jpeg.hpp"
#include "runtime/image/jpeg_error.hpp"

namespace nilgrad {
namespace {

struct Encoding {
  jpeg_compress_struct jpeg{};
  JpegError error{};
  unsigned char* bytes = nullptr;  // libjpeg's, to be freed
  unsigned long size = 0;
};

/// Holds nothing that has a destructor: libjpeg leaves by longjmp.
bool write(Encoding& e, const std::uint8_t* pixels, std::size_t height, std::size_t width, int channels, int quality) {
  if (setjmp(e.error.back) != 0) return false;
  jpeg_create_compress(&e.jpeg);
  jpeg_mem_dest(&e.jpeg, &e.bytes, &e.size);
  e.jpeg.image_height = static_cast<JDIMENSION>(height);
  e.jpeg.image_width = static_cast<JDIMENSION>(width);
  e.jpeg.input_components = channels;
  e.jpeg.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&e.jpeg);
  jpeg_set_quality(&e.jpeg, quality, TRUE);
  e.jpeg.dct_method = JDCT_ISLOW;
  jpeg_start_compress(&e.jpeg, TRUE);
  const std::size_t row = width * static_cast<std::size_t>(channels);
  while (e.jpeg.next_scanline < e.jpeg.image_height) {
    auto* line = const_cast<JSAMPROW>(pixels + e.jpeg.next_scanline * row);
    jpeg_write_scanlines(&e.jpeg, &line, 1);
  }
  jpeg_finish_compress(&e.jpeg);
  return true;
}

}  // namespace

std::string encode_jpeg(const Raster& raster, int quality) {
  Encoding e;
  e.jpeg.err = prepare(e.error);
  const bool done =
      write(e, raster.bytes.data(), raster.height, raster.width, static_cast<int>(raster.channels), quality);
  const std::unique_ptr<unsigned char, void (*)(void*)> owner(e.bytes, std::free);
  jpeg_destroy_compress(&e.jpeg);
  if (!done)
    throw_error(ErrorKind::option, "a {}×{} image cannot be a JPEG: {}", raster.height, raster.width, e.error.message);
  return {reinterpret_cast<const char*>(e.bytes), e.size};
}

}  // namespace nilgrad
