#include "runtime/tensor/strided.hpp"

namespace nilgrad {

Strides strides_of(const Shape& shape) noexcept {
  Strides strides{};
  std::size_t step = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    strides[d] = step;
    step *= static_cast<std::size_t>(shape[d]);
  }
  return strides;
}

Strides broadcast_strides(const Shape& shape, const Shape& target) noexcept {
  const Strides own = strides_of(shape);
  const std::size_t lead = target.size() - shape.size();
  Strides strides{};
  for (std::size_t d = 0; d < shape.size(); ++d) strides[lead + d] = shape[d] == 1 ? 0 : own[d];
  return strides;
}

StridedWalk::StridedWalk(std::size_t count) noexcept : empty_(count == 0) {
  extents_[0] = count;
  for (Strides& strides : strides_) strides[0] = 1;
}

StridedWalk::StridedWalk(const Shape& shape, const Strides& target, const Strides& a, const Strides& b) noexcept {
  const std::array<const Strides*, 3> given = {&target, &a, &b};
  rank_ = 0;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const auto extent = static_cast<std::size_t>(shape[d]);
    if (extent == 0) empty_ = true;
    if (extent == 1) continue;
    bool mergeable = rank_ > 0;
    for (std::size_t k = 0; k < 3 && mergeable; ++k) mergeable = strides_[k][rank_ - 1] == (*given[k])[d] * extent;
    if (!mergeable) extents_[rank_++] = 1;
    extents_[rank_ - 1] *= extent;
    for (std::size_t k = 0; k < 3; ++k) strides_[k][rank_ - 1] = (*given[k])[d];
  }
  if (rank_ > 0) return;
  rank_ = 1;  // a single element
  extents_[0] = 1;
  for (Strides& strides : strides_) strides[0] = 1;
}

}  // namespace nilgrad
