#include "runtime/transformer/checkpoint/stored_tensor.hpp"

#include <array>
#include <cstring>

namespace nilgrad::transformer {
namespace {

bool is_row_major(const StoredTensor& stored) {
  if (stored.strides.empty()) return true;
  std::int64_t step = 1;
  for (std::size_t d = stored.shape.size(); d-- > 0;) {
    if (stored.shape[d] > 1 && stored.strides[d] != step) return false;
    step *= stored.shape[d];
  }
  return true;
}

/// Copies elements of `width` bytes that lie apart.
void gather(const StoredTensor& stored, std::size_t count, std::size_t width, std::byte* to) {
  const std::byte* from = stored.file->data() + stored.offset;
  const std::size_t rank = stored.shape.size();
  std::array<std::int64_t, Shape::max_rank> index{};
  for (std::size_t i = 0; i < count; ++i, to += width) {
    std::memcpy(to, from, width);
    for (std::size_t d = rank; d-- > 0;) {
      const auto step = stored.strides[d] * static_cast<std::int64_t>(width);
      from += step;
      if (++index[d] < stored.shape[d]) break;
      from -= step * stored.shape[d];
      index[d] = 0;
    }
  }
}

}  // namespace

Tensor tensor_of(const StoredTensor& stored) {
  const Shape shape(stored.shape.begin(), stored.shape.end());
  const std::size_t width = size_of(*stored.type);
  std::byte* const data = stored.file->data() + stored.offset;
  const bool row_major = is_row_major(stored);
  if (row_major && reinterpret_cast<std::uintptr_t>(data) % width == 0 && element_count(shape) > 0)
    return Tensor::over(stored.file, data, shape, *stored.type);
  Tensor copy = Tensor::uninitialized(shape, *stored.type);
  if (copy.empty()) return copy;
  if (row_major)
    std::memcpy(copy.data(), data, copy.bytes());
  else
    gather(stored, copy.size(), width, static_cast<std::byte*>(copy.data()));
  return copy;
}

}  // namespace nilgrad::transformer
