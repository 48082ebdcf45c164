#include "runtime/tensor/copies.hpp"

#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

constexpr std::size_t part = std::size_t{1} << 18;  // elements

Tensor flat(const Tensor& x) { return x.reshaped({static_cast<std::int64_t>(x.size())}); }

}  // namespace

Tensor filled(const Shape& shape, double value, DType dtype, StopToken stop) {
  Tensor tensor = Tensor::uninitialized(shape, dtype);
  const auto fill = [elements = flat(tensor), value, stop](std::size_t begin, std::size_t end) {
    stop.check();
    elements.rows(begin, end - begin).fill(value);
  };
  parallel_for(tensor.size(), part, fill);
  return tensor;
}

Tensor copied(const Tensor& x, DType dtype, StopToken stop) {
  Tensor copy = Tensor::uninitialized(x.shape(), dtype);
  const auto copy_part = [to = flat(copy), from = flat(x), stop](std::size_t begin, std::size_t end) {
    stop.check();
    to.rows(begin, end - begin).copy_from(from.rows(begin, end - begin));
  };
  parallel_for(x.size(), part, copy_part);
  return copy;
}

}  // namespace nilgrad
