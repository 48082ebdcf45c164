#include "runtime/algorithm/run.hpp"

#include <algorithm>

namespace nilgrad {

void Curve::add(double sum, std::int64_t finite) {
  last_ = sum / static_cast<double>(finite);  // NaN where there is none
  if (steps_++ % stride_ == 0) blocks_.emplace_back();
  blocks_.back().sum += sum;
  blocks_.back().count += finite;
  if (blocks_.size() < most_points || steps_ % stride_ != 0) return;
  for (std::size_t i = 0; i < blocks_.size() / 2; ++i)
    blocks_[i] = {blocks_[2 * i].sum + blocks_[2 * i + 1].sum, blocks_[2 * i].count + blocks_[2 * i + 1].count};
  blocks_.resize(blocks_.size() / 2);
  stride_ *= 2;
}

std::vector<CurvePoint> Curve::points() const {
  std::vector<CurvePoint> points;
  for (const Block& block : blocks_)
    points.push_back({std::min(static_cast<std::int64_t>(points.size() + 1) * stride_, steps_),
                      block.sum / static_cast<double>(block.count)});
  return points;
}

}  // namespace nilgrad
