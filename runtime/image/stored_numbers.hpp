#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/tensor/tensor.hpp"

// Arrays as .npy, .npz and safetensors files hold them, of any element type.
namespace nilgrad {

enum class Number : std::uint8_t { u8, i8, u16, i16, u32, i32, u64, i64, f16, bf16, f32, f64 };

std::size_t width_of(Number type) noexcept;

/// An array in memory that `owner` keeps; it holds element_count(shape) elements of this type, at any alignment.
struct StoredNumbers {
  std::string name;  ///< what errors begin with: the file, and the array within it
  Number type = Number::u8;
  bool swapped = false;        ///< bytes in the other order than this machine's
  bool columns_first = false;  ///< Fortran's order
  Shape shape;
  std::shared_ptr<const void> owner;
  const std::byte* data = nullptr;
};

/// The numbers as they are: float32 for 8- and 16-bit types and float32, else float64. Throws Error(file) for 64-bit
/// integers beyond 2^53, which would be rounded.
Tensor numbers_of(const StoredNumbers& stored);

/// float32 number/scale; without a scale bytes become byte/255 and others stay as they are.
Tensor pixels_of(const StoredNumbers& stored, std::optional<double> scale = {});

/// One class for each element of [n] or [n, 1]: whole numbers from 0 to 2^31 − 1. Throws Error(file) naming the first
/// that is not.
std::vector<std::int64_t> labels_of(const StoredNumbers& stored);

}  // namespace nilgrad
