#include "runtime/algorithm/objective.hpp"

#include <cmath>

namespace nilgrad {

void Objective::set_bounds(Bounds bounds) {
  bounds.check(dim());
  bounds_ = std::move(bounds);
}

Point Objective::start() const {
  Tensor x({static_cast<std::int64_t>(dim())});
  const auto elements = x.as<double>();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const double middle = (bounds_.lower_at(i) + bounds_.upper_at(i)) / 2;
    if (std::isfinite(middle)) elements[i] = middle;
  }
  Point start(x);
  bounds_.clip(start);  // a half-open interval may leave 0 out
  return start;
}

void Objective::check_is_vector(const Probe& probe) const {
  if (probe.base->tensors.size() != 1 || probe.base->dim() != dim())
    throw_error(ErrorKind::shape, "{} takes a point of one tensor of {} numbers, got {} of {}", name(), dim(),
                probe.base->tensors.size(), probe.base->dim());
}

void Objective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                              const Finished&) {
  evaluate(probes, values, stop);
}

void VectorObjective::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) {
  evaluate_each(probes, values, stop, {});
}

void VectorObjective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                                    const Finished& finished) {
  for (std::size_t i = 0; i < probes.size(); ++i) {
    stop.check();
    check_is_vector(probes[i]);
    values[i] = value(coordinates_.of(probes[i]));
    if (finished) finished(i, values[i]);
  }
}

}  // namespace nilgrad
