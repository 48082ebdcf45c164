#pragma once
#include <span>
#include <vector>

#include "runtime/random/key.hpp"

namespace nilgrad {

/// A rotation (or reflection) of d variables about 0, uniform among them all: the orthogonal factor of a Gaussian
/// matrix with the sign fix (Mezzadri, Notices of the AMS 54, 2007). Memory d² numbers; applying it costs as many
/// multiplications.
class Rotation {
 public:
  /// Throws Error(option) for more than 10000 variables.
  Rotation(std::size_t dim, std::uint64_t seed);
  /// out ← Q x
  void apply(std::span<const double> x, std::span<double> out) const;

 private:
  std::vector<double> matrix_;  // column after column
};

}  // namespace nilgrad
