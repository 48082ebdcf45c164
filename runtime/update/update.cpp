#include "runtime/update/update.hpp"

namespace nilgrad {

void ensure_state(Point& state, const Point& x) {
  if (!state.tensors.empty()) return;
  for (const Tensor& tensor : x.tensors) state.tensors.emplace_back(tensor.shape(), tensor.dtype());
}

double norm(const Point& v) {
  double total = 0;
  for (const Tensor& tensor : v.tensors)
    tensor.visit([&](auto elements) {
      for (const auto element : elements) total += static_cast<double>(element) * static_cast<double>(element);
    });
  return std::sqrt(total);
}

}  // namespace nilgrad
