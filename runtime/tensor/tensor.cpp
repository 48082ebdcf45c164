#include "runtime/tensor/tensor.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/tensor/buffer.hpp"
#include "runtime/tensor/half.hpp"

namespace nilgrad {
namespace {

constexpr std::array<std::string_view, 4> names = {"float32", "float64", "bfloat16", "float16"};  // in DType's order

constexpr std::size_t block = 4096;  // elements converted at a time

}  // namespace

std::size_t size_of(DType dtype) noexcept { return is_half(dtype) ? 2 : dtype == DType::float32 ? 4 : 8; }

std::string_view name_of(DType dtype) noexcept { return names[static_cast<std::size_t>(dtype)]; }

DType dtype_from(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw_error(ErrorKind::option, "unknown dtype '{}'; use 'float32' or 'float64' (to store: 'bfloat16', 'float16')",
                name);
  return static_cast<DType>(found - names.begin());
}

Tensor Tensor::uninitialized(const Shape& shape, DType dtype) {
  Tensor tensor;
  tensor.size_ = element_count(shape);
  tensor.shape_ = shape;
  tensor.dtype_ = dtype;
  tensor.owner_ = allocate_buffer(tensor.bytes());
  tensor.data_ = tensor.owner_.get();
  return tensor;
}

Tensor::Tensor(const Shape& shape, DType dtype) : Tensor(uninitialized(shape, dtype)) {
  if (size_ > 0) std::memset(data_, 0, bytes());
}

Tensor Tensor::full(const Shape& shape, double value, DType dtype) {
  Tensor tensor = uninitialized(shape, dtype);
  tensor.fill(value);
  return tensor;
}

Tensor Tensor::over(std::shared_ptr<void> owner, void* data, const Shape& shape, DType dtype) {
  Tensor tensor;
  tensor.size_ = element_count(shape);
  tensor.shape_ = shape;
  tensor.dtype_ = dtype;
  tensor.owner_ = std::move(owner);
  tensor.data_ = data;
  return tensor;
}

double Tensor::at(std::size_t flat_index) const {
  if (is_half(dtype_)) {
    float value = 0;
    widen(*this, flat_index, {&value, 1});
    return static_cast<double>(value);
  }
  return visit([&](auto elements) { return static_cast<double>(elements[flat_index]); });
}

void Tensor::set(std::size_t flat_index, double value) {
  if (is_half(dtype_)) {
    const auto single = static_cast<float>(value);
    return narrow({&single, 1}, *this, flat_index);
  }
  visit([&](auto elements) {
    using T = typename decltype(elements)::value_type;
    elements[flat_index] = static_cast<T>(value);
  });
}

Tensor Tensor::reshaped(const Shape& shape) const {
  if (element_count(shape) != size_)
    throw_error(ErrorKind::shape, "cannot reshape {} to {}", to_string(shape_), to_string(shape));
  Tensor view = *this;
  view.shape_ = shape;
  return view;
}

Tensor Tensor::rows(std::size_t first, std::size_t count) const {
  if (shape_.empty()) throw_error(ErrorKind::shape, "a scalar tensor has no rows");
  const auto n = static_cast<std::size_t>(shape_[0]);
  if (first > n || count > n - first)
    throw_error(ErrorKind::shape, "rows {}..{} of a tensor with {} rows", first + 1, first + count, n);
  Tensor view = *this;
  const std::size_t row_size = n == 0 ? 0 : size_ / n;
  view.shape_[0] = static_cast<std::int64_t>(count);
  view.size_ = count * row_size;
  view.data_ = static_cast<std::byte*>(data_) + first * row_size * size_of(dtype_);
  return view;
}

Tensor Tensor::row(std::size_t index) const {
  Tensor view = rows(index, 1);
  view.shape_.erase(view.shape_.begin());
  return view;
}

Tensor Tensor::clone() const {
  Tensor copy = uninitialized(shape_, dtype_);
  if (size_ > 0) std::memcpy(copy.data_, data_, bytes());
  return copy;
}

Tensor Tensor::to(DType dtype) const {
  if (dtype == dtype_) return *this;
  Tensor converted = uninitialized(shape_, dtype);
  converted.copy_from(*this);
  return converted;
}

void Tensor::copy_from(const Tensor& other) {
  if (other.size_ != size_)
    throw_error(ErrorKind::shape, "cannot copy {} into {}", to_string(other.shape_), to_string(shape_));
  if (size_ == 0) return;
  if (other.dtype_ == dtype_) {
    std::memmove(data_, other.data_, bytes());
    return;
  }
  if (is_half(dtype_) || is_half(other.dtype_)) {
    std::array<float, block> values;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
    for (std::size_t first = 0; first < size_; first += block) {
      const std::span part(values.data(), std::min(block, size_ - first));
      widen(other, first, part);
      narrow(part, *this, first);
    }
    return;
  }
  visit([&](auto to) {
    using T = typename decltype(to)::value_type;
    other.visit([&](auto from) {
      std::transform(from.begin(), from.end(), to.begin(), [](auto value) { return static_cast<T>(value); });
    });
  });
}

void Tensor::fill(double value) {
  if (is_half(dtype_)) {
    for (std::size_t i = 0; i < size_; ++i) set(i, value);
    return;
  }
  visit([&](auto elements) {
    using T = typename decltype(elements)::value_type;
    std::fill(elements.begin(), elements.end(), static_cast<T>(value));
  });
}

void Tensor::refuse_half() const {
  throw_error(ErrorKind::shape, "{} numbers are for storing; convert them to compute with them: x:to('float32')",
              name_of(dtype_));
}

void Tensor::require_dtype(DType dtype) const {
  if (dtype != dtype_) throw_error(ErrorKind::shape, "expected a {} tensor, got {}", name_of(dtype), name_of(dtype_));
}

}  // namespace nilgrad
