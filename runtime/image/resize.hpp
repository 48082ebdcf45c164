#pragma once
#include <cstddef>
#include <string_view>

#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

enum class Filter { bilinear, bicubic, nearest };

/// Throws Error(option) for a name that is no filter.
Filter filter_from(std::string_view name);

/// `image`, float32 [channels, height, width], with other sides. Pixel centres are at halves. Bilinear and bicubic
/// (a = −0.5) filters are widened by the factor when a side shrinks, so that every pixel counts (antialiasing, as PIL
/// and torchvision do), and weights at an edge are scaled to sum to 1; both sides are done one after the other, the
/// sums in float64. Bicubic results are cut to [0, 1]. Throws Error(shape) for an image or sides without pixels.
Tensor resize(const Tensor& image, std::size_t height, std::size_t width, Filter filter = Filter::bilinear);

/// The middle of the image, copied; of an odd rest the larger half is cut below and on the right. Throws Error(shape)
/// when it is smaller than that.
Tensor centre_crop(const Tensor& image, std::size_t height, std::size_t width);

/// What ImageNet's classifiers are given: the shorter side made `shorter` pixels long, the other in proportion (rounded
/// down, at least `shorter`), then the centre of height × width.
Tensor resize_and_crop(const Tensor& image, std::size_t shorter, std::size_t height, std::size_t width, Filter filter);

}  // namespace nilgrad
