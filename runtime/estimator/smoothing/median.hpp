#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

namespace nilgrad {

/// Of positive numbers, at least one; of an even count the geometric mean of the middle two.
inline double median(std::vector<double> numbers) {
  const std::size_t half = numbers.size() / 2;
  std::sort(numbers.begin(), numbers.end());
  return numbers.size() % 2 == 1 ? numbers[half] : std::sqrt(numbers[half - 1]) * std::sqrt(numbers[half]);
}

}  // namespace nilgrad
