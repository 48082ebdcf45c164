#include "runtime/update/update.hpp"

namespace nilgrad {

void ensure_state(Point& state, const Point& x) {
  if (!state.tensors.empty()) return;
  for (const Tensor& tensor : x.tensors) state.tensors.emplace_back(tensor.shape(), tensor.dtype());
}

}  // namespace nilgrad
