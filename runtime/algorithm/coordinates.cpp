#include "runtime/algorithm/coordinates.hpp"

namespace nilgrad {

std::span<const double> Coordinates::of(const Probe& probe) {
  const Tensor& base = probe.base->tensors.at(0);
  if (point_.tensors.empty() || point_.tensors[0].size() != base.size() || point_.tensors[0].dtype() != base.dtype())
    point_ = probe.base->clone();
  materialise(probe, point_);
  if (base.dtype() == DType::float64) return point_.tensors[0].as<double>();
  if (widened_.size() != base.size()) widened_ = Tensor({static_cast<std::int64_t>(base.size())});
  widened_.copy_from(point_.tensors[0]);
  return widened_.as<double>();
}

}  // namespace nilgrad
