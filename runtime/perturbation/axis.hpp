#pragma once
#include <cmath>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// x[i] ← x[i] + amount, if `axis` lies within the run of elements.
template <class T>
void add_on_axis(std::uint64_t axis, double amount, const Slice& slice, std::span<T> x) {
  if (axis < slice.flat_first || axis - slice.flat_first >= x.size()) return;
  T& element = x[axis - slice.flat_first];
  element = static_cast<T>(static_cast<double>(element) + amount);
}

/// The unit vectors e_i themselves, in order: what coordinate differences walk along. Not random; the key only names
/// them.
class Axes final : public Distribution {
 public:
  /// e_i, i a flat index of the point.
  Direction unit(std::uint64_t i) const { return {this, Key{}, 1, i}; }

  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_on_axis(v.axis, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_on_axis(v.axis, scale, slice, x);
  }
};

}  // namespace nilgrad
