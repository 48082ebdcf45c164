#include "runtime/attack/warp.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace nilgrad {
namespace {

/// The four pixels around a place in a plane and their weights; those that lie outside have none.
struct Corners {
  std::array<std::size_t, 4> at{};
  std::array<float, 4> weight{};

  Corners(double row, double column, std::ptrdiff_t height, std::ptrdiff_t width) {
    const double top = std::floor(row), left = std::floor(column);
    if (!(top >= -1 && left >= -1 && top < static_cast<double>(height) && left < static_cast<double>(width))) return;
    const double below = row - top, beside = column - left;
    for (std::size_t corner = 0; corner < 4; ++corner) {
      const bool lower = corner / 2 == 1, righter = corner % 2 == 1;
      const auto r = static_cast<std::ptrdiff_t>(top) + (lower ? 1 : 0);
      const auto c = static_cast<std::ptrdiff_t>(left) + (righter ? 1 : 0);
      if (r < 0 || c < 0 || r >= height || c >= width) continue;
      at[corner] = static_cast<std::size_t>(r * width + c);
      weight[corner] = static_cast<float>((lower ? below : 1 - below) * (righter ? beside : 1 - beside));
    }
  }

  float sum(const float* plane) const {
    float total = 0;
    for (std::size_t corner = 0; corner < 4; ++corner) total += weight[corner] * plane[at[corner]];
    return std::min(total, 1.0F);  // rounding
  }
};

struct Frame {
  std::size_t channels;
  std::ptrdiff_t height, width;
};

void warp_once(const float* image, const Frame& frame, const Transformation& t, float* out) {
  const double angle = t.degrees * std::numbers::pi / 180, cosine = std::cos(angle), sine = std::sin(angle);
  const double middle_row = static_cast<double>(frame.height - 1) / 2,
               middle_column = static_cast<double>(frame.width - 1) / 2;
  const std::size_t plane = static_cast<std::size_t>(frame.height * frame.width);
  for (std::ptrdiff_t r = 0; r < frame.height; ++r)
    for (std::ptrdiff_t c = 0; c < frame.width; ++c) {
      const double y = static_cast<double>(r) - t.down - middle_row,
                   x = static_cast<double>(c) - t.right - middle_column;
      const Corners corners(middle_row + cosine * y + sine * x, middle_column - sine * y + cosine * x, frame.height,
                            frame.width);
      const auto pixel = static_cast<std::size_t>(r * frame.width + c);
      for (std::size_t channel = 0; channel < frame.channels; ++channel)
        out[channel * plane + pixel] = corners.sum(image + channel * plane);
    }
}

}  // namespace

Tensor warp(const Tensor& image, std::span<const Transformation> transformations) {
  const Shape& shape = image.shape();
  if (shape.size() < 2 || shape.size() > 3 || image.empty())
    throw_error(ErrorKind::shape, "images [channels, height, width] or [height, width] are turned and moved, not {}",
                to_string(shape));
  const Frame frame{shape.size() == 3 ? static_cast<std::size_t>(shape[0]) : 1, shape[shape.size() - 2],
                    shape[shape.size() - 1]};
  Shape all = shape;
  all.insert(all.begin(), static_cast<std::int64_t>(transformations.size()));
  Tensor warped = Tensor::uninitialized(all, DType::float32);
  const auto pixels = image.as<float>();
  float* out = warped.as<float>().data();
  for (const Transformation& transformation : transformations) {
    warp_once(pixels.data(), frame, transformation, out);
    out += pixels.size();
  }
  return warped;
}

}  // namespace nilgrad
