#pragma once
#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// What a Distribution is too when it adds several of its directions faster together than one by one. add_terms of a
/// whole point makes use of it where all terms are drawn from one such distribution.
class AddsTogether {
 public:
  virtual ~AddsTogether() = default;
  /// x ← x + factor · Σ scale·v, with the bits of adding one after another.
  virtual void add_all(std::span<const Term> terms, double factor, const Slice& slice, std::span<float> x) const = 0;
  virtual void add_all(std::span<const Term> terms, double factor, const Slice& slice, std::span<double> x) const = 0;
};

}  // namespace nilgrad
