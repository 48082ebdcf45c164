#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/tensor/shape.hpp"

namespace nilgrad {

/// What a classifier expects of its images' numbers, as its user or its file says it.
struct PixelOptions {
  std::string layout;         ///< "nchw", "nhwc", or "" where it is not known
  std::string channel_order;  ///< "rgb", "bgr", or ""
  std::vector<double> range;  ///< what 0 and 1 become; empty: themselves
  std::vector<double> mean;   ///< taken away after that; one or one a channel
  std::vector<double> std;    ///< divided by last
};

/// How images with pixels in [0, 1], laid out [channels, height, width], become what a classifier takes:
/// (low + x · (high − low) − mean) / std, of float64 numbers rounded once, where mean and std are in units of the range
/// and in the classifier's order of channels; then the layout.
class PixelFormat {
 public:
  PixelFormat() = default;
  /// `image` is the shape of an image as it is given. Throws Error(option), naming `owner`, for a range that is not two
  /// ascending numbers, a mean or std of the wrong length, a std that is not > 0, or where channels are meant and the
  /// image has none.
  PixelFormat(const Shape& image, const PixelOptions& options, const std::string& owner);

  /// Whether numbers stay as they are.
  bool identity() const noexcept { return !channels_last_ && !reversed_ && !scaled_; }
  std::size_t size() const noexcept { return channels_ * pixels_; }

  /// T is float, double, Half (rounded to nearest) or std::uint8_t (rounded to nearest within 0 … 255).
  struct Half {
    std::uint16_t bits;
  };
  template <class T>
  void convert(const float* images, std::size_t count, T* to) const;

 private:
  template <class T>
  void convert_channel(const float* from, double scale, double offset, T* to, std::size_t stride) const;

  std::size_t channels_ = 1, pixels_ = 0;
  bool channels_last_ = false, reversed_ = false, scaled_ = false;
  std::vector<double> scale_, offset_;  // one a channel
};

}  // namespace nilgrad
