#include "runtime/classifier/pixel_format.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "runtime/tensor/half.hpp"

namespace nilgrad {
namespace {

template <class T>
T rounded(double value) {
  return static_cast<T>(value);
}
template <>
PixelFormat::Half rounded(double value) {
  return {narrow_float16(static_cast<float>(value))};
}
template <>
std::uint8_t rounded(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::nearbyint(value), 0.0, 255.0));
}

/// One number a channel.
std::vector<double> per_channel(const std::vector<double>& given, double otherwise, std::size_t channels,
                                const char* option, const std::string& owner) {
  std::vector<double> all(channels, given.size() == 1 ? given[0] : otherwise);
  if (given.size() < 2) return all;
  if (given.size() != channels)
    throw_error(ErrorKind::option, "{}: {} = {{ {} }} has {} numbers; give one, or one for each of the {} channels",
                owner, option, fmt::join(given, ", "), given.size(), channels);
  return given;
}

}  // namespace

PixelFormat::PixelFormat(const Shape& image, const PixelOptions& options, const std::string& owner) {
  const bool has_channels = image.size() == 3;
  channels_ = has_channels ? static_cast<std::size_t>(image[0]) : 1;
  pixels_ = element_count(image) / channels_;
  if (!has_channels && (!options.layout.empty() || !options.channel_order.empty()))
    throw_error(ErrorKind::option, "{}: a layout is of images [channels, height, width]; these have shape {}", owner,
                to_string(image));
  channels_last_ = options.layout == "nhwc" && channels_ > 1;
  reversed_ = options.channel_order == "bgr";
  if (reversed_ && channels_ != 3)
    throw_error(ErrorKind::option, "{}: channel_order = 'bgr' is of 3 channels; these images have {}", owner,
                channels_);
  const bool ranged = !options.range.empty();
  if (ranged && (options.range.size() != 2 || !(options.range[0] < options.range[1])))
    throw_error(ErrorKind::option,
                "{}: range = {{ {} }} must be two numbers, what black and white are, the lesser first", owner,
                fmt::join(options.range, ", "));
  const double low = ranged ? options.range[0] : 0, high = ranged ? options.range[1] : 1;
  const auto mean = per_channel(options.mean, 0, channels_, "mean", owner);
  const auto std = per_channel(options.std, 1, channels_, "std", owner);
  for (std::size_t c = 0; c < channels_; ++c) {
    if (!(std[c] > 0)) throw_error(ErrorKind::option, "{}: std = {} must be > 0", owner, std[c]);
    scale_.push_back((high - low) / std[c]);
    offset_.push_back((low - mean[c]) / std[c]);
    scaled_ = scaled_ || scale_[c] != 1 || offset_[c] != 0;
  }
}

template <class T>
void PixelFormat::convert_channel(const float* from, double scale, double offset, T* to, std::size_t stride) const {
  for (std::size_t i = 0; i < pixels_; ++i) to[i * stride] = rounded<T>(from[i] * scale + offset);
}

template <class T>
void PixelFormat::convert(const float* images, std::size_t count, T* to) const {
  for (std::size_t n = 0; n < count; ++n)
    for (std::size_t c = 0; c < channels_; ++c) {
      const float* from = images + n * size() + (reversed_ ? channels_ - 1 - c : c) * pixels_;
      T* image = to + n * size();
      if (channels_last_)
        convert_channel(from, scale_[c], offset_[c], image + c, channels_);
      else
        convert_channel(from, scale_[c], offset_[c], image + c * pixels_, 1);
    }
}

template void PixelFormat::convert(const float*, std::size_t, float*) const;
template void PixelFormat::convert(const float*, std::size_t, double*) const;
template void PixelFormat::convert(const float*, std::size_t, Half*) const;
template void PixelFormat::convert(const float*, std::size_t, std::uint8_t*) const;

}  // namespace nilgrad
