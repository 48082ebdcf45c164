#include "runtime/tensor/rows.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/tensor/copies.hpp"

namespace nilgrad {
namespace {

DType common_dtype(std::span<const Tensor> parts) {
  const bool all_single =
      std::all_of(parts.begin(), parts.end(), [](const Tensor& t) { return t.dtype() == DType::float32; });
  return all_single ? DType::float32 : DType::float64;
}

/// The shape of the result: the parts' extents along `dimension` added up.
Shape joined_shape(std::span<const Tensor> parts, std::size_t dimension) {
  Shape shape = parts[0].shape();
  if (dimension >= shape.size())
    throw_error(ErrorKind::shape, "concat along dimension {} of tensors with {} dimensions", dimension + 1,
                shape.size());
  shape[dimension] = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Shape other = parts[i].shape();
    const std::int64_t extent = dimension < other.size() ? other[dimension] : 0;
    if (dimension < other.size()) other[dimension] = shape[dimension];
    if (other != shape)
      throw_error(ErrorKind::shape, "concat along dimension {}: tensor {} has shape {}, the first has {}",
                  dimension + 1, i + 1, to_string(parts[i].shape()), to_string(parts[0].shape()));
    shape[dimension] += extent;
  }
  return shape;
}

}  // namespace

Tensor gather(const Tensor& x, std::span<const std::int64_t> indices, StopToken stop) {
  if (x.shape().empty()) throw_error(ErrorKind::shape, "a scalar tensor has no rows");
  const std::int64_t rows = x.shape()[0];
  Shape shape = x.shape();
  shape[0] = static_cast<std::int64_t>(indices.size());
  Tensor result = Tensor::uninitialized(shape, x.dtype());
  const std::size_t row_bytes = rows == 0 ? 0 : x.bytes() / static_cast<std::size_t>(rows);
  auto* to = static_cast<std::byte*>(result.data());
  for (const std::int64_t i : indices) {
    if (i < 0 || i >= rows) throw_error(ErrorKind::shape, "row {} of a tensor with {} rows", i + 1, rows);
    if (row_bytes == 0) continue;
    stop.check();
    std::memcpy(to, static_cast<const std::byte*>(x.data()) + static_cast<std::size_t>(i) * row_bytes, row_bytes);
    to += row_bytes;
  }
  return result;
}

Tensor concat(std::span<const Tensor> parts, std::size_t dimension, StopToken stop) {
  if (parts.empty()) throw_error(ErrorKind::shape, "concat of no tensors");
  const DType dtype = common_dtype(parts);
  const Shape shape = joined_shape(parts, dimension);
  Tensor result = Tensor::uninitialized(shape, dtype);
  std::size_t outer = 1;
  for (std::size_t d = 0; d < dimension; ++d) outer *= static_cast<std::size_t>(shape[d]);
  if (result.empty()) return result;
  const std::size_t step = result.bytes() / outer;
  std::size_t start = 0;
  for (const Tensor& part : parts) {
    const Tensor source = part.dtype() == dtype ? part : copied(part, dtype, stop);
    const std::size_t piece = source.bytes() / outer;
    auto* to = static_cast<std::byte*>(result.data()) + start;
    const auto* from = static_cast<const std::byte*>(source.data());
    for (std::size_t i = 0; i < outer && piece > 0; ++i) {
      stop.check();
      std::memcpy(to + i * step, from + i * piece, piece);
    }
    start += piece;
  }
  return result;
}

}  // namespace nilgrad
