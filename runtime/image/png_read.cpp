#include <png.h>

#include <algorithm>
#include <array>
#include <bit>
#include <csetjmp>
#include <cstring>

#include "runtime/image/png.hpp"

// libpng leaves its functions by longjmp. Those that call it here hold nothing that has a destructor.
namespace nilgrad {
namespace {

struct Reading {
  std::string_view rest;          // bytes not yet read
  std::array<char, 200> message;  // of the error that ended it
};

[[noreturn]] void fail(png_structp png, png_const_charp text) {
  auto& reading = *static_cast<Reading*>(png_get_error_ptr(png));
  std::strncpy(reading.message.data(), text, reading.message.size() - 1);
  png_longjmp(png, 1);
}

void ignore(png_structp, png_const_charp) {}

void feed(png_structp png, png_bytep to, std::size_t count) {
  auto& reading = *static_cast<Reading*>(png_get_io_ptr(png));
  if (count > reading.rest.size()) png_error(png, "cut off");
  std::memcpy(to, reading.rest.data(), count);
  reading.rest.remove_prefix(count);
}

/// Reads up to the pixels and asks for plain grey or RGB.
bool read_header(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);  // our own limits have better messages
  png_set_chunk_cache_max(png, 100);
  png_set_chunk_malloc_max(png, 8'000'000);
  png_read_info(png, info);
  return true;
}

bool set_conversions(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_palette_to_rgb(png);
  if (png_get_bit_depth(png, info) < 8) png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_alpha(png);
  if (std::endian::native == std::endian::little) png_set_swap(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

bool read_rows(png_structp png, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_read_image(png, rows);
  png_read_end(png, nullptr);
  return true;
}

class Decoder {
 public:
  Decoder(std::string_view bytes, std::string name) : reading_{bytes, {}}, name_(std::move(name)) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading_, fail, ignore);
    info_ = png_ ? png_create_info_struct(png_) : nullptr;
    if (!info_) refuse("no memory to decode it");
    png_set_read_fn(png_, &reading_, feed);
  }
  ~Decoder() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Raster decode() {
    const std::size_t size = reading_.rest.size();
    if (!read_header(png_, info_)) refuse_damaged();
    Raster raster;
    raster.height = png_get_image_height(png_, info_);
    raster.width = png_get_image_width(png_, info_);
    require_image_size(name_, raster.height, raster.width);
    if (!set_conversions(png_, info_)) refuse_damaged();
    raster.channels = png_get_channels(png_, info_);
    raster.bytes_a_value = png_get_bit_depth(png_, info_) == 16 ? 2 : 1;
    const std::size_t row = png_get_rowbytes(png_, info_);
    // Deflate packs no more than 1032 bytes into one; of palettes and single bits up to 24 come out for one.
    if (row * raster.height / 1032 / 24 > size)
      refuse("damaged PNG: its {} bytes cannot hold the {}×{} pixels that its header announces", size, raster.height,
             raster.width);
    raster.bytes.resize(row * raster.height);
    std::vector<png_bytep> rows(raster.height);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = raster.bytes.data() + i * row;
    if (!read_rows(png_, rows.data())) refuse_damaged();
    return raster;
  }

 private:
  template <class... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> why, Args&&... args) const {
    throw_error(ErrorKind::file, "{}: {}", name_, fmt::format(why, std::forward<Args>(args)...));
  }
  [[noreturn]] void refuse_damaged() const { refuse("damaged PNG: {}", reading_.message.data()); }

  Reading reading_;
  std::string name_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

}  // namespace

Raster decode_png(std::string_view bytes, const std::string& name) { return Decoder(bytes, name).decode(); }

Tensor read_png(const std::filesystem::path& path) { return planes_of(decode_png(read_bytes(path), path.string())); }

}  // namespace nilgrad
