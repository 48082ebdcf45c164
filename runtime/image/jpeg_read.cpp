#include "runtime/image/jpeg.hpp"
#include "runtime/image/jpeg_error.hpp"
#include "runtime/image/png.hpp"

namespace nilgrad {
namespace {

constexpr int most_scans = 100;  // a progressive file of a few kilobytes can ask for thousands

struct Decoding {
  jpeg_decompress_struct jpeg{};
  JpegError error{};
  jpeg_progress_mgr progress{};
};

void watch_scans(j_common_ptr jpeg) {
  if (reinterpret_cast<j_decompress_ptr>(jpeg)->input_scan_number <= most_scans) return;
  auto& error = *reinterpret_cast<JpegError*>(jpeg->err);
  std::snprintf(error.message, sizeof error.message, "more than %d scans", most_scans);
  std::longjmp(error.back, 1);
}

// The three below hold nothing that has a destructor: libjpeg leaves by longjmp.
bool read_header(Decoding& d, std::string_view bytes) {
  if (setjmp(d.error.back) != 0) return false;
  jpeg_create_decompress(&d.jpeg);
  d.progress.progress_monitor = watch_scans;
  d.jpeg.progress = &d.progress;
  jpeg_mem_src(&d.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&d.jpeg, TRUE);
  const bool four = d.jpeg.jpeg_color_space == JCS_CMYK || d.jpeg.jpeg_color_space == JCS_YCCK;
  const bool grey = d.jpeg.jpeg_color_space == JCS_GRAYSCALE;
  d.jpeg.out_color_space = four ? JCS_CMYK : grey ? JCS_GRAYSCALE : JCS_RGB;
  d.jpeg.dct_method = JDCT_ISLOW;
  return true;
}

bool start(Decoding& d) {
  if (setjmp(d.error.back) != 0) return false;
  jpeg_start_decompress(&d.jpeg);
  return true;
}

bool read_rows(Decoding& d, std::uint8_t* to, std::size_t row) {
  if (setjmp(d.error.back) != 0) return false;
  while (d.jpeg.output_scanline < d.jpeg.output_height) {
    JSAMPROW line = to + d.jpeg.output_scanline * row;
    jpeg_read_scanlines(&d.jpeg, &line, 1);
  }
  jpeg_finish_decompress(&d.jpeg);
  return true;
}

/// CMYK → RGB in place: the product of colour and black, which Adobe's files store as white minus ink.
void mix_inks(Raster& raster, bool inverted) {
  const std::size_t pixels = raster.height * raster.width;
  std::uint8_t* to = raster.bytes.data();
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint8_t* from = raster.bytes.data() + 4 * i;
    const auto white = [&](std::size_t c) { return static_cast<unsigned>(inverted ? from[c] : 255 - from[c]); };
    const unsigned black = white(3);
    for (std::size_t c = 0; c < 3; ++c) *to++ = static_cast<std::uint8_t>((white(c) * black + 127) / 255);
  }
  raster.channels = 3;
  raster.bytes.resize(3 * pixels);
}

class Decoder {
 public:
  Decoder(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {
    d_.jpeg.err = prepare(d_.error);
  }
  ~Decoder() { jpeg_destroy_decompress(&d_.jpeg); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  Raster decode() {
    if (!read_header(d_, bytes_)) refuse();
    Raster raster;
    raster.height = d_.jpeg.image_height;
    raster.width = d_.jpeg.image_width;
    require_image_size(name_, raster.height, raster.width);
    if (!start(d_)) refuse();
    raster.channels = static_cast<std::size_t>(d_.jpeg.output_components);
    const std::size_t row = raster.channels * raster.width;
    raster.bytes.resize(raster.height * row);
    if (!read_rows(d_, raster.bytes.data(), row)) refuse();
    if (raster.channels == 4) mix_inks(raster, d_.jpeg.saw_Adobe_marker != 0);
    return raster;
  }

 private:
  [[noreturn]] void refuse() const { throw_error(ErrorKind::file, "{}: damaged JPEG: {}", name_, d_.error.message); }

  std::string_view bytes_;
  const std::string& name_;
  Decoding d_;
};

}  // namespace

Raster decode_jpeg(std::string_view bytes, const std::string& name) { return Decoder(bytes, name).decode(); }

Tensor read_jpeg(const std::filesystem::path& path) { return planes_of(decode_jpeg(read_bytes(path), path.string())); }

Raster decode_image(std::string_view bytes, const std::string& name) {
  if (bytes.starts_with("\x89PNG")) return decode_png(bytes, name);
  if (bytes.starts_with("\xff\xd8")) return decode_jpeg(bytes, name);
  throw_error(ErrorKind::file, "{}: neither a PNG nor a JPEG; convert it to one of them", name);
}

Tensor read_image(const std::filesystem::path& path) {
  return planes_of(decode_image(read_bytes(path), path.string()));
}

}  // namespace nilgrad
