#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "runtime/error.hpp"

namespace nilgrad {

/// The extents of a tensor, first dimension first; no dimensions at all is a scalar. Held inline, since every view, row
/// and temporary carries one: at most `max_rank` dimensions, more throw Error(shape).
class Shape {
 public:
  static constexpr std::size_t max_rank = 8;
  using value_type = std::int64_t;
  using iterator = std::int64_t*;
  using const_iterator = const std::int64_t*;

  Shape() = default;
  Shape(std::initializer_list<std::int64_t> extents) : Shape(extents.begin(), extents.end()) {}
  template <class Iterator>
  Shape(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(*first);
  }

  std::size_t size() const noexcept { return rank_; }
  bool empty() const noexcept { return rank_ == 0; }
  std::int64_t& operator[](std::size_t dimension) noexcept { return extents_[dimension]; }
  std::int64_t operator[](std::size_t dimension) const noexcept { return extents_[dimension]; }
  std::int64_t front() const noexcept { return extents_[0]; }
  std::int64_t back() const noexcept { return extents_[rank_ - 1]; }
  iterator begin() noexcept { return extents_.data(); }
  iterator end() noexcept { return extents_.data() + rank_; }
  const_iterator begin() const noexcept { return extents_.data(); }
  const_iterator end() const noexcept { return extents_.data() + rank_; }

  void push_back(std::int64_t extent) { insert(end(), extent); }
  iterator insert(const_iterator position, std::int64_t extent) {
    if (rank_ == max_rank) throw_error(ErrorKind::shape, "a tensor has at most {} dimensions", max_rank);
    iterator place = begin() + (position - begin());
    std::copy_backward(place, end(), end() + 1);
    *place = extent;
    ++rank_;
    return place;
  }
  iterator erase(const_iterator position) noexcept {
    iterator place = begin() + (position - begin());
    std::copy(place + 1, end(), place);
    --rank_;
    return place;
  }

  friend bool operator==(const Shape& a, const Shape& b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  std::array<std::int64_t, max_rank> extents_{};
  std::size_t rank_ = 0;
};

/// Number of elements; throws Error(shape) for a negative extent or a product that cannot fit into memory.
std::size_t element_count(const Shape& shape);
/// "[2, 3]"
std::string to_string(const Shape& shape);
/// The shape that a and b are both stretched to (numpy's rule: aligned at the last dimension, an extent of 1 repeats);
/// throws Error(shape) naming both when they do not fit.
Shape broadcast(const Shape& a, const Shape& b);
/// Can `shape` be stretched to `target`? Throws Error(shape) naming both when not.
void require_broadcast(const Shape& shape, const Shape& target);

}  // namespace nilgrad
