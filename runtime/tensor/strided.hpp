#pragma once
#include <array>
#include <cstddef>

#include "runtime/tensor/shape.hpp"

namespace nilgrad {

/// Steps in elements between neighbours along each dimension; 0 where an extent of 1 is repeated.
using Strides = std::array<std::size_t, Shape::max_rank>;

/// Row-major strides.
Strides strides_of(const Shape& shape) noexcept;
/// Strides with which a tensor of `shape` is read as if it had the shape `target`, to which it broadcasts.
Strides broadcast_strides(const Shape& shape, const Shape& target) noexcept;

/// A walk over the elements of a target and two operands that all have one shape but strides of their own: what
/// broadcasting and windows have in common. Extents of 1 are dropped and neighbouring dimensions merged where all
/// strides allow, so equal shapes become one long run.
class StridedWalk {
 public:
  /// One contiguous run of `count` elements.
  explicit StridedWalk(std::size_t count) noexcept;
  StridedWalk(const Shape& shape, const Strides& target, const Strides& a, const Strides& b) noexcept;

  bool single_run() const noexcept { return rank_ == 1; }
  /// Of a single run, so many elements.
  StridedWalk shortened(std::size_t count) const noexcept {
    StridedWalk walk = *this;
    walk.extents_[0] = count;
    return walk;
  }
  std::size_t run_length() const noexcept { return extents_[rank_ - 1]; }
  /// Step within a run of the target (0), a (1) or b (2).
  std::size_t run_stride(std::size_t operand) const noexcept { return strides_[operand][rank_ - 1]; }

  /// run(offset of the target, of a, of b) for each run, in row-major order.
  template <class F>
  void for_each_run(F&& run) const {
    if (empty_) return;
    std::array<std::size_t, Shape::max_rank> index{};
    std::array<std::size_t, 3> offset{};
    for (;;) {
      run(offset[0], offset[1], offset[2]);
      std::size_t d = rank_ - 1;
      for (;;) {
        if (d == 0) return;
        --d;
        for (std::size_t k = 0; k < 3; ++k) offset[k] += strides_[k][d];
        if (++index[d] < extents_[d]) break;
        for (std::size_t k = 0; k < 3; ++k) offset[k] -= extents_[d] * strides_[k][d];
        index[d] = 0;
      }
    }
  }

 private:
  std::size_t rank_ = 1;
  bool empty_ = false;
  std::array<std::size_t, Shape::max_rank> extents_;
  std::array<Strides, 3> strides_;
};

}  // namespace nilgrad
