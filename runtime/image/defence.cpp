#include "runtime/image/defence.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "runtime/image/jpeg.hpp"
#include "runtime/image/resize.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

/// f(image, its place in the result, row) for every image, over threads.
template <class F>
Tensor each_image(const Tensor& images, F f) {
  Tensor out = Tensor::uninitialized(images.shape(), DType::float32);
  const auto count = static_cast<std::size_t>(images.shape()[0]);
  const std::size_t grain =
      std::max<std::size_t>(1, 8192 / std::max<std::size_t>(1, images.size() / std::max<std::size_t>(1, count)));
  parallel_for(count, grain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) f(images.row(row), out.row(row), row);
  });
  return out;
}

void require_planes(const Tensor& images, const char* what) {
  const Shape& shape = images.shape();
  if (shape.size() != 4 || images.empty())
    throw_error(ErrorKind::shape, "{} needs images [n, channels, height, width], got {}", what, to_string(shape));
}

std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

/// Of the image's bits; every pixel counts.
std::uint64_t hash_of(const Tensor& image) {
  std::uint64_t hash = image.size();
  for (const float value : image.as<float>())
    hash = mixed(hash + 0x9e3779b97f4a7c15u + std::bit_cast<std::uint32_t>(value));
  return hash;
}

Raster raster_of(const Tensor& image) {
  Raster raster;
  raster.channels = static_cast<std::size_t>(image.shape()[0]);
  raster.height = static_cast<std::size_t>(image.shape()[1]);
  raster.width = static_cast<std::size_t>(image.shape()[2]);
  const std::size_t pixels = raster.height * raster.width;
  raster.bytes.resize(image.size());
  const auto values = image.as<float>();
  for (std::size_t c = 0; c < raster.channels; ++c)
    for (std::size_t i = 0; i < pixels; ++i) {
      const float value = std::clamp(values[c * pixels + i], 0.0f, 1.0f);
      raster.bytes[i * raster.channels + c] = static_cast<std::uint8_t>(std::nearbyint(255 * value));
    }
  return raster;
}

}  // namespace

Key DefenceStream::key(const Tensor& image, std::size_t row) const {
  return Key::from(seed, Purpose::sample, first_query ? *first_query + row : hash_of(image));
}

Tensor round_to_levels(const Tensor& images, int levels) {
  const auto top = static_cast<float>(levels - 1);
  return each_image(images, [&](const Tensor& image, const Tensor& out, std::size_t) {
    const auto from = image.as<float>(), to = out.as<float>();
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = std::nearbyint(top * std::clamp(from[i], 0.0f, 1.0f)) / top;
  });
}

Tensor through_jpeg(const Tensor& images, int quality) {
  require_planes(images, "the JPEG defence");
  if (images.shape()[1] != 1 && images.shape()[1] != 3)
    throw_error(ErrorKind::shape, "a JPEG has 1 or 3 channels, the images {} have {}", to_string(images.shape()),
                images.shape()[1]);
  return each_image(images, [&](const Tensor& image, Tensor out, std::size_t) {
    out.copy_from(planes_of(decode_jpeg(encode_jpeg(raster_of(image), quality), "the JPEG defence")));
  });
}

Tensor with_noise(const Tensor& images, double sigma, const DefenceStream& stream) {
  return each_image(images, [&](const Tensor& image, Tensor out, std::size_t row) {
    out.copy_from(image);
    add_gaussian(stream.key(image, row), 0, 0, sigma, out.as<float>());
    for (float& value : out.as<float>()) value = std::clamp(value, 0.0f, 1.0f);
  });
}

Tensor resized_and_padded(const Tensor& images, double smallest, const DefenceStream& stream) {
  require_planes(images, "the resize defence");
  return each_image(images, [&](const Tensor& image, Tensor out, std::size_t row) {
    const std::int64_t channels = image.shape()[0], height = image.shape()[1], width = image.shape()[2];
    Generator random(stream.key(image, row));
    const auto least =
        std::clamp<std::int64_t>(std::llround(std::ceil(smallest * static_cast<double>(height))), 1, height);
    const std::int64_t rows = random.integer(least, height);
    const std::int64_t columns = std::max<std::int64_t>(1, (width * rows + height / 2) / height);
    const std::int64_t top = random.integer(0, height - rows), left = random.integer(0, width - columns);
    const Tensor small = resize(image, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns));
    out.fill(0);
    const float* from = small.as<float>().data();
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t y = 0; y < rows; ++y, from += columns)
        std::copy_n(from, columns, out.as<float>().data() + (c * height + top + y) * width + left);
  });
}

}  // namespace nilgrad
