#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "runtime/error.hpp"
#include "runtime/tensor/shape.hpp"

namespace nilgrad {

/// bfloat16 and float16 are for storing (the weights of a model): they are converted to compute with (half.hpp).
enum class DType : std::uint8_t { float32, float64, bfloat16, float16 };

inline bool is_half(DType dtype) noexcept { return dtype == DType::bfloat16 || dtype == DType::float16; }
/// What elements of this dtype are computed with: float32 for 16-bit ones.
inline DType computed_as(DType dtype) noexcept { return is_half(dtype) ? DType::float32 : dtype; }

std::size_t size_of(DType dtype) noexcept;
std::string_view name_of(DType dtype) noexcept;
/// Throws Error(option) for a name that is no dtype.
DType dtype_from(std::string_view name);

/// A dense array, row-major and contiguous. Copies share the elements (clone() does not), and slices along the first
/// dimension are views of the same elements, so a Tensor is as cheap to pass as a pointer. float64 numbers written to a
/// float32 tensor are rounded to nearest.
class Tensor {
 public:
  Tensor() = default;
  /// Zeros.
  explicit Tensor(const Shape& shape, DType dtype = DType::float64);
  /// Elements of any value, for those who write all of them next.
  static Tensor uninitialized(const Shape& shape, DType dtype);
  static Tensor full(const Shape& shape, double value, DType dtype = DType::float64);
  /// Elements in memory that `owner` keeps, such as a mapped file; aligned to the elements' size.
  static Tensor over(std::shared_ptr<void> owner, void* data, const Shape& shape, DType dtype);

  const Shape& shape() const noexcept { return shape_; }
  DType dtype() const noexcept { return dtype_; }
  std::size_t size() const noexcept { return size_; }
  std::size_t bytes() const noexcept { return size_ * size_of(dtype_); }
  bool empty() const noexcept { return size_ == 0; }

  void* data() const noexcept { return data_; }

  /// The elements as T; throws Error(shape) when the dtype is another.
  template <class T>
  std::span<T> as() const {
    require_dtype(sizeof(T) == sizeof(float) ? DType::float32 : DType::float64);
    return {static_cast<T*>(data_), size_};
  }

  double at(std::size_t flat_index) const;
  void set(std::size_t flat_index, double value);

  /// The same elements under another shape of the same size.
  Tensor reshaped(const Shape& shape) const;
  /// Rows first … first+count-1 along the first dimension: a view.
  Tensor rows(std::size_t first, std::size_t count) const;
  /// Row `index` with its dimension dropped: a view.
  Tensor row(std::size_t index) const;
  Tensor clone() const;
  Tensor to(DType dtype) const;
  /// Copies elements from a tensor of the same size, converting the dtype.
  void copy_from(const Tensor& other);
  void fill(double value);

  /// f(span<float> or span<double>) on the elements; throws Error(shape) for 16-bit ones.
  template <class F>
  decltype(auto) visit(F&& f) const {
    if (is_half(dtype_)) refuse_half();
    return dtype_ == DType::float32 ? f(std::span(static_cast<float*>(data_), size_))
                                    : f(std::span(static_cast<double*>(data_), size_));
  }

 private:
  void require_dtype(DType dtype) const;
  [[noreturn]] void refuse_half() const;

  std::shared_ptr<void> owner_;  // of the whole allocation; a view shares it
  void* data_ = nullptr;
  std::size_t size_ = 0;
  Shape shape_;
  DType dtype_ = DType::float64;
};

}  // namespace nilgrad
