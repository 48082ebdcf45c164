#include "runtime/image/resize.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace nilgrad {
namespace {

struct Kernel {
  double support;
  double (*weight)(double);
};

double triangle(double x) { return std::max(0.0, 1 - std::abs(x)); }

/// Keys's cubic convolution with a = −0.5.
double cubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/// Which inputs a pixel of the result is the weighted mean of.
struct Taps {
  std::size_t first = 0;
  std::vector<double> weights;
};

std::vector<Taps> taps_of(std::size_t from, std::size_t to, Filter filter) {
  std::vector<Taps> all(to);
  const double factor = static_cast<double>(from) / static_cast<double>(to);
  const Kernel kernel = filter == Filter::bicubic ? Kernel{2, cubic} : Kernel{1, triangle};
  const double widening = std::max(1.0, factor), reach = kernel.support * widening;
  for (std::size_t i = 0; i < to; ++i) {
    const double centre = (static_cast<double>(i) + 0.5) * factor;
    if (filter == Filter::nearest) {
      all[i] = {std::min(from - 1, static_cast<std::size_t>(centre)), {1.0}};
      continue;
    }
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(centre - reach + 0.5)));
    const auto last = std::min(from, static_cast<std::size_t>(std::floor(centre + reach + 0.5)));
    all[i].first = first;
    double sum = 0;
    for (std::size_t j = first; j < last; ++j) {
      all[i].weights.push_back(kernel.weight((static_cast<double>(j) + 0.5 - centre) / widening));
      sum += all[i].weights.back();
    }
    for (double& weight : all[i].weights) weight /= sum;
  }
  return all;
}

/// Each row of `width` values becomes one of taps.size().
void resize_rows(const float* from, std::size_t rows, std::size_t width, const std::vector<Taps>& taps, float* to) {
  for (std::size_t row = 0; row < rows; ++row, from += width)
    for (const Taps& tap : taps) {
      double sum = 0;
      for (std::size_t j = 0; j < tap.weights.size(); ++j) sum += tap.weights[j] * from[tap.first + j];
      *to++ = static_cast<float>(sum);
    }
}

/// The rows of one plane become taps.size() rows.
void resize_columns(const float* from, std::size_t width, const std::vector<Taps>& taps, float* to) {
  std::vector<double> sums(width);
  for (const Taps& tap : taps) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t j = 0; j < tap.weights.size(); ++j) {
      const float* row = from + (tap.first + j) * width;
      for (std::size_t x = 0; x < width; ++x) sums[x] += tap.weights[j] * row[x];
    }
    for (const double sum : sums) *to++ = static_cast<float>(sum);
  }
}

std::size_t extent(const Tensor& image, std::size_t dimension) {
  return static_cast<std::size_t>(image.shape()[dimension]);
}

Shape shape_of(std::size_t channels, std::size_t height, std::size_t width) {
  return {static_cast<std::int64_t>(channels), static_cast<std::int64_t>(height), static_cast<std::int64_t>(width)};
}

}  // namespace

Filter filter_from(std::string_view name) {
  if (name == "bilinear") return Filter::bilinear;
  if (name == "bicubic") return Filter::bicubic;
  if (name == "nearest") return Filter::nearest;
  throw_error(ErrorKind::option, "a filter is 'bilinear', 'bicubic' or 'nearest', not '{}'", name);
}

Tensor resize(const Tensor& image, std::size_t height, std::size_t width, Filter filter) {
  if (image.shape().size() != 3 || image.empty() || height == 0 || width == 0)
    throw_error(ErrorKind::shape, "an image {} cannot be made {}×{}", to_string(image.shape()), height, width);
  const std::size_t channels = extent(image, 0), rows = extent(image, 1), columns = extent(image, 2);
  if (rows == height && columns == width) return image.clone();
  const auto across = taps_of(columns, width, filter), down = taps_of(rows, height, filter);
  std::vector<float> narrowed(rows * width);
  Tensor out = Tensor::uninitialized(shape_of(channels, height, width), DType::float32);
  for (std::size_t c = 0; c < channels; ++c) {
    resize_rows(image.row(c).as<float>().data(), rows, columns, across, narrowed.data());
    resize_columns(narrowed.data(), width, down, out.row(c).as<float>().data());
  }
  if (filter == Filter::bicubic)
    for (float& value : out.as<float>()) value = std::clamp(value, 0.0f, 1.0f);
  return out;
}

Tensor centre_crop(const Tensor& image, std::size_t height, std::size_t width) {
  const std::size_t rows = extent(image, 1), columns = extent(image, 2);
  if (rows < height || columns < width)
    throw_error(ErrorKind::shape, "an image of {}×{} pixels has no centre of {}×{}", rows, columns, height, width);
  const std::size_t top = (rows - height) / 2, left = (columns - width) / 2;
  Tensor out = Tensor::uninitialized(shape_of(extent(image, 0), height, width), DType::float32);
  float* to = out.as<float>().data();
  for (std::size_t c = 0; c < extent(image, 0); ++c)
    for (std::size_t y = 0; y < height; ++y)
      to = std::copy_n(image.row(c).as<float>().data() + (top + y) * columns + left, width, to);
  return out;
}

Tensor resize_and_crop(const Tensor& image, std::size_t shorter, std::size_t height, std::size_t width, Filter filter) {
  const std::size_t rows = extent(image, 1), columns = extent(image, 2);
  const std::size_t side = std::min(rows, columns);
  return centre_crop(resize(image, rows * shorter / side, columns * shorter / side, filter), height, width);
}

}  // namespace nilgrad
