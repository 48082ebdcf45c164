#pragma once
#include <span>

#include "runtime/algorithm/exchange.hpp"

namespace nilgrad {

/// The point of a probe of one tensor as numbers of double precision, in memory that is used again for the next.
class Coordinates {
 public:
  /// Valid until the next call.
  std::span<const double> of(const Probe& probe);

 private:
  Point point_;     // of the base's dtype
  Tensor widened_;  // where that is float32
};

}  // namespace nilgrad
