#pragma once
#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// What a Distribution is too whose directions are products of thin factors in the matrices of a point. Those who
/// multiply by a perturbed matrix need not form it: (W + s U Vᵀ) x = W x + U (s Vᵀ x).
class LowRankFactors {
 public:
  virtual ~LowRankFactors() = default;
  /// r, where the direction is U Vᵀ in this tensor of the point, of r columns each; 0 where it is no such.
  virtual std::size_t rank(const Direction& v, std::uint32_t tensor) const = 0;
  /// U, of as many rows as the tensor, and V, of as many as it has columns; column after column.
  virtual void factors(const Direction& v, std::uint32_t tensor, std::span<float> left,
                       std::span<float> right) const = 0;
};

}  // namespace nilgrad
