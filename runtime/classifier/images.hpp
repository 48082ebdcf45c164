#pragma once
#include <cstddef>
#include <string>

#include "runtime/tensor/tensor.hpp"

// Images as classifiers are given them.
namespace nilgrad {

/// How many samples `images` holds: one sample, or samples along the first dimension, each of shape `sample` (extents
/// of 1 may be left out) or flat. Throws Error(shape), naming the classifier, for anything else and for no sample at
/// all.
std::size_t sample_count(const Tensor& images, const Shape& sample, const std::string& classifier);

/// Whether no number is an infinity or NaN.
bool all_finite(const float* values, std::size_t count);

/// Throws Error(shape), naming the classifier, for samples of which all_finite is false: the first such element.
[[noreturn]] void refuse_not_finite(const float* samples, std::size_t count, std::size_t size,
                                    const std::string& classifier);

}  // namespace nilgrad
