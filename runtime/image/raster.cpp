#include "runtime/image/raster.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "runtime/input_file.hpp"

namespace nilgrad {
namespace {

template <class Value>
void split(const Raster& raster, float scale, float* planes) {
  const auto* values = reinterpret_cast<const Value*>(raster.bytes.data());
  const std::size_t pixels = raster.height * raster.width, channels = raster.channels;
  for (std::size_t c = 0; c < channels; ++c)
    for (std::size_t i = 0; i < pixels; ++i)
      planes[c * pixels + i] = static_cast<float>(values[i * channels + c]) / scale;
}

}  // namespace

void require_image_size(const std::string& name, std::size_t height, std::size_t width) {
  if (height == 0 || width == 0) throw_error(ErrorKind::file, "{}: an image of {}×{} pixels", name, height, width);
  if (height > most_image_side || width > most_image_side || height * width > most_image_pixels)
    throw_error(ErrorKind::file, "{}: its header announces {}×{} pixels; images of at most {} million are read", name,
                height, width, most_image_pixels / 1'000'000);
}

Tensor planes_of(const Raster& raster) {
  const auto extent = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  Tensor image =
      Tensor::uninitialized({extent(raster.channels), extent(raster.height), extent(raster.width)}, DType::float32);
  if (raster.bytes_a_value == 2)
    split<std::uint16_t>(raster, 65535, image.as<float>().data());
  else
    split<std::uint8_t>(raster, 255, image.as<float>().data());
  return image;
}

Tensor with_channels(const Tensor& image, std::size_t channels) {
  const auto own = static_cast<std::size_t>(image.shape()[0]);
  if (own == channels) return image;
  if (!((own == 1 && channels == 3) || (own == 3 && channels == 1)))
    throw_error(ErrorKind::shape, "an image of {} channels cannot be given {}; only 1 and 3 become each other", own,
                channels);
  Shape shape = image.shape();
  shape[0] = static_cast<std::int64_t>(channels);
  Tensor out = Tensor::uninitialized(shape, DType::float32);
  if (channels == 3) {
    for (std::size_t c = 0; c < 3; ++c) out.row(c).copy_from(image.row(0));
    return out;
  }
  const auto red = image.row(0).as<float>(), green = image.row(1).as<float>(), blue = image.row(2).as<float>();
  const auto grey = out.as<float>();
  for (std::size_t i = 0; i < grey.size(); ++i)
    grey[i] = std::min(1.0f, 0.299f * red[i] + 0.587f * green[i] + 0.114f * blue[i]);
  return out;
}

std::string read_bytes(const std::filesystem::path& path) {
  require_readable_file(path);
  std::ifstream file(path, std::ios::binary);
  std::string bytes(std::filesystem::file_size(path), '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
    throw_error(ErrorKind::file, "{}: cannot be read: {}", path.string(), std::strerror(errno));
  return bytes;
}

}  // namespace nilgrad
