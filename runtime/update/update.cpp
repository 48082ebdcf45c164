#include "runtime/update/update.hpp"

namespace nilgrad {

void ensure_state(Point& state, const Point& x) {
  if (!state.tensors.empty()) return;
  for (const Tensor& tensor : x.tensors) state.tensors.emplace_back(tensor.shape(), computed_as(tensor.dtype()));
}

}  // namespace nilgrad
