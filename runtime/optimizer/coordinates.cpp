#include "runtime/optimizer/coordinates.hpp"

namespace nilgrad {

void read_coordinates(const Point& from, std::span<double> to) {
  std::size_t flat = 0;
  for (const Tensor& tensor : from.tensors)
    tensor.visit([&](auto elements) {
      for (const auto element : elements) to[flat++] = static_cast<double>(element);
    });
}

void write_coordinates(std::span<const double> from, const Point& to) {
  std::size_t flat = 0;
  for (const Tensor& tensor : to.tensors)
    tensor.visit([&](auto elements) {
      using T = typename decltype(elements)::value_type;
      for (T& element : elements) element = static_cast<T>(from[flat++]);
    });
}

}  // namespace nilgrad
