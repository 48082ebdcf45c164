#include "runtime/tensor/half.hpp"

#include <algorithm>

namespace nilgrad {
namespace {

template <class T>
std::span<T> elements_of(const Tensor& tensor, std::size_t first, std::size_t count) {
  return std::span(static_cast<T*>(tensor.data()), tensor.size()).subspan(first, count);
}

}  // namespace

std::uint16_t narrow_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if (value != value) return static_cast<std::uint16_t>((bits >> 16) | 0x40u);
  return static_cast<std::uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

std::uint16_t narrow_float16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
  const float magnitude = std::fabs(value);
  if (value != value) return sign | 0x7e00u;
  if (magnitude < 0x1p-14f)  // the grid of subnormals is 2^-24; adding 2^-1 leaves that many bits, rounded to even
    return sign | static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(magnitude + 0.5f) - 0x3f000000u);
  if (magnitude >= 65520.0f) return sign | 0x7c00u;
  const std::uint32_t rounded = (bits & 0x7fffffffu) + 0xfffu + ((bits >> 13) & 1u);
  return sign | static_cast<std::uint16_t>((rounded - 0x38000000u) >> 13);
}

void widen(const Tensor& tensor, std::size_t first, std::span<float> out) {
  switch (tensor.dtype()) {
    case DType::float32: {
      const auto elements = elements_of<float>(tensor, first, out.size());
      std::copy(elements.begin(), elements.end(), out.begin());
      return;
    }
    case DType::float64: {
      const auto elements = elements_of<double>(tensor, first, out.size());
      std::transform(elements.begin(), elements.end(), out.begin(), [](double v) { return static_cast<float>(v); });
      return;
    }
    case DType::bfloat16: {
      const auto elements = elements_of<std::uint16_t>(tensor, first, out.size());
      std::transform(elements.begin(), elements.end(), out.begin(), widen_bfloat16);
      return;
    }
    case DType::float16: {
      const auto elements = elements_of<std::uint16_t>(tensor, first, out.size());
      std::transform(elements.begin(), elements.end(), out.begin(), widen_float16);
      return;
    }
  }
}

void narrow(std::span<const float> values, const Tensor& tensor, std::size_t first) {
  switch (tensor.dtype()) {
    case DType::float32:
      std::copy(values.begin(), values.end(), elements_of<float>(tensor, first, values.size()).begin());
      return;
    case DType::float64:
      std::copy(values.begin(), values.end(), elements_of<double>(tensor, first, values.size()).begin());
      return;
    case DType::bfloat16:
      std::transform(values.begin(), values.end(), elements_of<std::uint16_t>(tensor, first, values.size()).begin(),
                     narrow_bfloat16);
      return;
    case DType::float16:
      std::transform(values.begin(), values.end(), elements_of<std::uint16_t>(tensor, first, values.size()).begin(),
                     narrow_float16);
      return;
  }
}

}  // namespace nilgrad
