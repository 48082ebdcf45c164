#include "runtime/tensor/window.hpp"

#include "runtime/tensor/elementwise_loops.hpp"

namespace nilgrad {
namespace {

std::size_t offset_of(const Tensor& x, const Window& window) {
  const Strides strides = strides_of(x.shape());
  const std::size_t lead = x.shape().size() - window.first.size();
  std::size_t offset = 0;
  for (std::size_t d = 0; d < window.first.size(); ++d)
    offset += strides[lead + d] * static_cast<std::size_t>(window.first[d]);
  return offset;
}

/// A list of one value for each leading index as a tensor that broadcasts to the window; anything else as it is.
Tensor spread_over_leading(const Tensor& value, const Shape& shape, std::size_t window_rank) {
  if (value.shape().size() != 1) return value;
  Shape leading;
  for (std::size_t d = 0; d < shape.size(); ++d) leading.push_back(d + window_rank < shape.size() ? shape[d] : 1);
  if (element_count(leading) != value.size())
    throw_error(ErrorKind::shape, "{} values for {} leading indices of a window of shape {}", value.size(),
                element_count(leading), to_string(shape));
  return value.reshaped(leading);
}

}  // namespace

Shape window_shape(const Tensor& x, const Window& window) {
  const Shape& shape = x.shape();
  const std::size_t rank = window.first.size();
  if (rank != window.last.size() || rank > shape.size())
    throw_error(ErrorKind::shape, "window {} … {} in a tensor of shape {}", to_string(window.first),
                to_string(window.last), to_string(shape));
  Shape result = shape;
  for (std::size_t d = 0; d < rank; ++d) {
    std::int64_t& extent = result[shape.size() - rank + d];
    const std::int64_t first = window.first[d], last = window.last[d];
    if (first < 0 || last < first || last >= extent)
      throw_error(ErrorKind::shape, "window {}..{} in a dimension of 1..{}", first + 1, last + 1, extent);
    extent = last - first + 1;
  }
  return result;
}

Tensor copy_window(const Tensor& x, const Window& window, StopToken stop) {
  const Shape shape = window_shape(x, window);
  Tensor result = Tensor::uninitialized(shape, x.dtype());
  const Strides own = strides_of(shape), within = strides_of(x.shape());
  const StridedWalk walk(shape, own, own, within);
  x.visit([&]<class T>(std::span<T> elements) {
    T* const to = result.as<T>().data();
    loop(
        walk, to, to, elements.data() + offset_of(x, window), [](T, T y) { return y; }, stop);
  });
  return result;
}

void apply_in_window(Binary op, Tensor& x, const Window& window, const Operand& value) {
  const Shape shape = window_shape(x, window);
  const Strides within = strides_of(x.shape());
  Tensor values;
  Strides value_strides{};
  if (value.tensor()) {
    values = spread_over_leading(value.tensor()->to(x.dtype()), shape, window.first.size());
    require_broadcast(values.shape(), shape);
    if (shares_memory(x, values)) values = values.clone();
    value_strides = broadcast_strides(values.shape(), shape);
  }
  const StridedWalk walk(shape, within, within, value_strides);
  x.visit([&]<class T>(std::span<T> elements) {
    T* const to = elements.data() + offset_of(x, window);
    const T number = static_cast<T>(value.number());
    const T* const from = value.tensor() ? values.as<T>().data() : &number;
    with_function(op, [&](auto f) { loop(walk, to, to, from, f); });
  });
}

}  // namespace nilgrad
