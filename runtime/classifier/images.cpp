#include "runtime/classifier/images.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <vector>

namespace nilgrad {
namespace {

/// Extents without those of 1: [1, 28, 28] and [28, 28, 1] lay their pixels out alike.
std::vector<std::int64_t> significant(Shape::const_iterator first, Shape::const_iterator last) {
  std::vector<std::int64_t> extents;
  std::copy_if(first, last, std::back_inserter(extents), [](std::int64_t extent) { return extent != 1; });
  return extents;
}

}  // namespace

std::size_t sample_count(const Tensor& images, const Shape& sample, const std::string& classifier) {
  const Shape& shape = images.shape();
  const std::size_t size = element_count(sample);
  const auto wanted = significant(sample.begin(), sample.end());
  const auto fits = [&](auto first) {
    const auto extents = significant(first, shape.end());
    return extents == wanted || (extents.size() == 1 && extents[0] == static_cast<std::int64_t>(size));
  };
  if (images.size() == size && fits(shape.begin())) return 1;
  if (images.empty() || shape.empty() || !fits(shape.begin() + 1))
    throw_error(ErrorKind::shape, "{} classifies images of shape {}, one or a batch of them, not {}", classifier,
                to_string(sample), to_string(shape));
  return static_cast<std::size_t>(shape[0]);
}

/// A carry from the exponent into the sign bit marks what is not finite; sums and ors fill vector registers on every
/// x86.
bool all_finite(const float* values, std::size_t count) {
  std::uint32_t carries = 0;
  for (std::size_t i = 0; i < count; ++i)
    carries |= (std::bit_cast<std::uint32_t>(values[i]) & 0x7fffffff) + 0x00800000;
  return (carries & 0x80000000) == 0;
}

void refuse_not_finite(const float* samples, std::size_t count, std::size_t size, const std::string& classifier) {
  const float* bad = std::find_if_not(samples, samples + count * size, [](float x) { return std::isfinite(x); });
  const auto at = static_cast<std::size_t>(bad - samples);
  throw_error(ErrorKind::shape, "{} classifies finite pixels only: element {} of image {} is {}", classifier,
              at % size + 1, at / size + 1, std::isnan(*bad) ? std::abs(*bad) : *bad);  // no "-nan"
}

}  // namespace nilgrad
