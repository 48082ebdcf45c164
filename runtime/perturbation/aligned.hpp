#pragma once
#include "runtime/perturbation/perturbation.hpp"

namespace nilgrad {

/// One direction aligned with a reference r: v = own · X + along · r.
struct Aligned {
  double own = 0;
  double along = 0;
};

/// Directions whose inner product with r is ±|r|, the sign ξ fair and of the direction's key: with r̂ = r/|r|,
///   v = X + (ξ − r̂ᵀX) r̂, whose length varies, or
///   v = ξ √d (√(1−1/d) ŵ + r̂/√d), ŵ = (X − (r̂ᵀX) r̂)/|…|, of length √d,
/// where X is the j-th of `gaussian` and its key the query of `key` and those that follow it. E[v vᵀ] = I either way
/// (Ma & Huang, ICLR 2025). One pass generates all X and r; nothing of a point's size is stored. Empty when r is of no
/// use: |r| is 0 or not finite.
std::vector<Aligned> align(const Directions& gaussian, const Key& key, const Point& shape,
                           std::span<const Term> reference, bool fixed_length);

}  // namespace nilgrad
