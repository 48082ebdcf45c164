#include "runtime/update/update.hpp"

namespace nilgrad {

void ensure_state(Point& state, const Point& x) {
  if (!state.tensors.empty()) return;
  for (const Tensor& tensor : x.tensors) state.tensors.emplace_back(tensor.shape(), computed_as(tensor.dtype()));
}

std::int64_t state_bytes(const Point& x, std::int64_t count) {
  std::size_t bytes = 0;
  for (const Tensor& tensor : x.tensors) bytes += tensor.size() * size_of(computed_as(tensor.dtype()));
  return count * static_cast<std::int64_t>(bytes);
}

}  // namespace nilgrad
