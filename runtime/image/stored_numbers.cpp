#include "runtime/image/stored_numbers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "runtime/tensor/half.hpp"

namespace nilgrad {
namespace {

/// f(i) with the position in memory of each element, in row-major order.
template <class F>
void each_position(const StoredNumbers& stored, F f) {
  const std::size_t count = element_count(stored.shape), rank = stored.shape.size();
  if (!stored.columns_first || rank < 2) {
    for (std::size_t i = 0; i < count; ++i) f(i);
    return;
  }
  std::array<std::size_t, Shape::max_rank> step{}, index{};
  for (std::size_t d = 0, product = 1; d < rank; ++d) {
    step[d] = product;
    product *= static_cast<std::size_t>(stored.shape[d]);
  }
  std::size_t position = 0;
  for (std::size_t i = 0; i < count; ++i) {
    f(position);
    for (std::size_t d = rank; d-- > 0;) {
      position += step[d];
      if (++index[d] < static_cast<std::size_t>(stored.shape[d])) break;
      position -= step[d] * index[d];
      index[d] = 0;
    }
  }
}

template <class T>
T element(const StoredNumbers& stored, std::size_t position) {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), stored.data + position * sizeof(T), sizeof(T));
  if (stored.swapped) std::reverse(bytes.begin(), bytes.end());
  return std::bit_cast<T>(bytes);
}

/// f(number) for each element, in row-major order.
template <class T, class F>
void each(const StoredNumbers& stored, F f) {
  each_position(stored, [&](std::size_t i) { f(element<T>(stored, i)); });
}

template <class F>
void each_number(const StoredNumbers& stored, F f) {
  switch (stored.type) {
    case Number::u8:
      return each<std::uint8_t>(stored, f);
    case Number::i8:
      return each<std::int8_t>(stored, f);
    case Number::u16:
      return each<std::uint16_t>(stored, f);
    case Number::i16:
      return each<std::int16_t>(stored, f);
    case Number::u32:
      return each<std::uint32_t>(stored, f);
    case Number::i32:
      return each<std::int32_t>(stored, f);
    case Number::u64:
      return each<std::uint64_t>(stored, f);
    case Number::i64:
      return each<std::int64_t>(stored, f);
    case Number::f16:
      return each<std::uint16_t>(stored, [&](std::uint16_t bits) { f(widen_float16(bits)); });
    case Number::bf16:
      return each<std::uint16_t>(stored, [&](std::uint16_t bits) { f(widen_bfloat16(bits)); });
    case Number::f32:
      return each<float>(stored, f);
    case Number::f64:
      return each<double>(stored, f);
  }
}

bool fits_float32(Number type) { return width_of(type) <= 2 || type == Number::f32; }

/// A 64-bit integer that no double holds.
template <class T>
bool is_rounded(T number) {
  if constexpr (sizeof(T) == 8 && std::is_integral_v<T>) {
    constexpr T most = T{1} << 53;
    if (number > most) return true;
    if constexpr (std::is_signed_v<T>) return number < -most;
  }
  return false;
}

}  // namespace

std::size_t width_of(Number type) noexcept {
  switch (type) {
    case Number::u8:
    case Number::i8:
      return 1;
    case Number::u16:
    case Number::i16:
    case Number::f16:
    case Number::bf16:
      return 2;
    case Number::u32:
    case Number::i32:
    case Number::f32:
      return 4;
    case Number::u64:
    case Number::i64:
    case Number::f64:
      return 8;
  }
  return 0;
}

Tensor numbers_of(const StoredNumbers& stored) {
  Tensor tensor = Tensor::uninitialized(stored.shape, fits_float32(stored.type) ? DType::float32 : DType::float64);
  tensor.visit([&](auto numbers) {
    std::size_t i = 0;
    each_number(stored, [&](auto number) {
      if (is_rounded(number))
        throw_error(ErrorKind::file, "{}: element {} is {}, beyond the whole numbers up to 2^53 that can be kept",
                    stored.name, i + 1, number);
      numbers[i++] = static_cast<typename decltype(numbers)::value_type>(number);
    });
  });
  return tensor;
}

Tensor pixels_of(const StoredNumbers& stored, std::optional<double> scale) {
  const auto divisor = static_cast<float>(scale.value_or(stored.type == Number::u8 ? 255 : 1));
  Tensor tensor = Tensor::uninitialized(stored.shape, DType::float32);
  float* to = tensor.as<float>().data();
  each_number(stored, [&](auto number) { *to++ = static_cast<float>(number) / divisor; });
  return tensor;
}

std::vector<std::int64_t> labels_of(const StoredNumbers& stored) {
  const Shape& shape = stored.shape;
  if (!(shape.size() == 1 || (shape.size() == 2 && shape[1] == 1)))
    throw_error(ErrorKind::file, "{}: labels are one whole number an image, [n], not {}", stored.name,
                to_string(shape));
  std::vector<std::int64_t> labels;
  labels.reserve(element_count(shape));
  each_number(stored, [&](auto number) {
    const auto label = static_cast<double>(number);
    if (!(label >= 0 && label < 0x1p31 && std::trunc(label) == label))
      throw_error(ErrorKind::file, "{}: label {} is {}; classes are whole numbers from 0", stored.name,
                  labels.size() + 1, label);
    labels.push_back(static_cast<std::int64_t>(label));
  });
  return labels;
}

}  // namespace nilgrad
