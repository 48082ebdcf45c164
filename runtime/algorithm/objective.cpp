#include "runtime/algorithm/objective.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/algorithm/chunk_sums.hpp"

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
    const Probe& probe = probes[i];
    check_is_vector(probe);
    values[i] = separable() && dim() > largest_chunk ? value_by_tiles(probe) : value(coordinates_.of(probe));
    if (finished) finished(i, values[i]);
  }
}

double VectorObjective::value_by_tiles(const Probe& probe) const {
  double sum = 0;
  sum_over_chunks(*probe.base, {&sum, 1}, [&](const Slice& slice, std::size_t count, std::span<double> sums) {
    probe.base->tensors[0].visit([&]<class T>(std::span<T> base) {
      std::array<T, largest_chunk> own;        // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
      std::array<double, largest_chunk> wide;  // NOLINT(cppcoreguidelines-pro-type-member-init): the same
      const auto tile = std::span(own).first(count);
      std::copy_n(base.begin() + static_cast<std::ptrdiff_t>(slice.first), count, tile.begin());
      add_terms(slice, tile, probe.terms, 1);
      if (probe.bounds) probe.bounds->clip(slice.first, tile);
      std::copy(tile.begin(), tile.end(), wide.begin());
      sums[0] += sum_of_run(slice.first, std::span(wide).first(count));
    });
  });
  return sum;
}

}  // namespace nilgrad
