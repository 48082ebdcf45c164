#pragma once
#include <cstdint>
#include <vector>

#include "runtime/random/key.hpp"

namespace nilgrad {

/// Element i of a key's 64-bit numbers: outputs 2 (i % 2) (high half) and 2 (i % 2) + 1 of block i / 2, whose low 32
/// bits are counter word 3 and whose high bits are added to 2^31 in word 2, out of the way of tensors. Uniforms and
/// integers read the same numbers: draw one or the other at an index, not both.
std::uint64_t bits_at(const Key& key, std::uint64_t index);

/// Uniform in (0, 1), never 0 or 1: an odd multiple of 2^-53, so that u and 1 - u are equally likely.
double uniform_at(const Key& key, std::uint64_t index);

/// Uniform in low … high, both included: the high half of bits × (high - low + 1). A value's probability is off by less
/// than 2^-64, that is by a relative (high - low + 1) / 2^64. Throws Error(option) when low > high.
std::int64_t integer_at(const Key& key, std::uint64_t index, std::int64_t low, std::int64_t high);

/// Draws in order. The position counts elements, whatever their kind: each draw takes the next one, so the numbers
/// depend on how many were drawn before and not on what they were. Copies go on separately from the same position.
class Generator {
 public:
  explicit Generator(const Key& key, std::uint64_t position = 0) : key_(key), position_(position) {}

  double uniform() { return uniform_at(key_, position_++); }
  /// Standard normal (normal.hpp), from the key's tensors: element position % 2^34 of tensor position / 2^34.
  double normal();
  /// In low … high, both included.
  std::int64_t integer(std::int64_t low, std::int64_t high) { return integer_at(key_, position_++, low, high); }
  /// A random order of 0 … n-1 (Fisher and Yates); takes n - 1 elements.
  std::vector<std::size_t> permutation(std::size_t n);

  std::uint64_t position() const { return position_; }

 private:
  Key key_;
  std::uint64_t position_;
};

}  // namespace nilgrad
