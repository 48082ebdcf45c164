#include "runtime/constraint/soft_threshold.hpp"

#include <functional>

namespace nilgrad {

SoftThreshold::SoftThreshold(std::vector<double>& values, double total) {
  std::sort(values.begin(), values.end(), std::greater<>());
  largest_ = values[0];
  depth_ = total;
  double below = 0;  // Σ largest − v_i over those above the threshold
  for (std::size_t i = 1; i < values.size() && largest_ - values[i] < depth_; ++i) {
    below += largest_ - values[i];
    depth_ = (total + below) / static_cast<double>(i + 1);
  }
}

}  // namespace nilgrad
