#pragma once
#include <cstddef>
#include <limits>
#include <string>

#include "runtime/stop_token.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// Of a tensor's elements: least, greatest and sum of the finite ones, and how many there are of each kind.
struct ElementStatistics {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  double sum = 0;
  std::size_t finite = 0, nan = 0, infinite = 0;

  void add(double value);
  void add(const ElementStatistics& other);
  /// ": min 0, mean 1, max 2; 1 NaN", as far as there is any.
  std::string to_string() const;
};

/// One pass, on all threads; the same for any number of them.
ElementStatistics element_statistics(const Tensor& x, const StopToken& stop = {});

/// Six digits: "0.333333", "nan".
std::string element_text(double value);

}  // namespace nilgrad
