#pragma once
#include <algorithm>
#include <cmath>

namespace nilgrad {

/// The mean of some numbers and its standard error.
class Mean {
 public:
  void add(double number) {
    ++count_;
    sum_ += number;
    squares_ += number * number;
  }
  double value() const { return sum_ / count_; }
  double error() const { return std::sqrt(std::max(0.0, squares_ / count_ - value() * value()) / (count_ - 1)); }
  /// Whether `expected` lies within 5 standard errors, or as good as at it (rounding, where nothing varies).
  bool agrees_with(double expected) const {
    return std::abs(value() - expected) <= 5 * error() + 1e-6 * std::max(1.0, std::abs(expected));
  }

 private:
  double count_ = 0, sum_ = 0, squares_ = 0;
};

}  // namespace nilgrad
