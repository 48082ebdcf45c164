#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/algorithm/point.hpp"

namespace nilgrad {

/// Which elements of a point move, one bit each. The others keep their bytes: steps and probes leave them out.
class Mask {
 public:
  /// None of the elements of points of this shape.
  explicit Mask(const Point& shape) {
    for (const Tensor& tensor : shape.tensors) bits_.emplace_back((tensor.size() + 63) / 64, 0);
  }

  void set(std::uint32_t tensor, std::size_t i) { bits_[tensor][i / 64] |= std::uint64_t{1} << i % 64; }
  bool moves(std::uint32_t tensor, std::size_t i) const { return (bits_[tensor][i / 64] >> i % 64 & 1) != 0; }

  /// How many elements move.
  std::size_t count() const {
    std::size_t total = 0;
    for (const auto& words : bits_)
      for (const std::uint64_t word : words) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }
  std::size_t bytes() const {
    std::size_t total = 0;
    for (const auto& words : bits_) total += words.size() * sizeof(std::uint64_t);
    return total;
  }

  /// x[i] ← 0 where slice's element i does not move.
  template <class T>
  void clear(const Slice& slice, std::span<T> x) const {
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!moves(slice.tensor, slice.first + i)) x[i] = T{0};
  }
  /// x[i] ← before[i] there.
  template <class T>
  void restore(const Slice& slice, std::span<const T> before, std::span<T> x) const {
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!moves(slice.tensor, slice.first + i)) x[i] = before[i];
  }

 private:
  std::vector<std::vector<std::uint64_t>> bits_;  // of each tensor
};

}  // namespace nilgrad
