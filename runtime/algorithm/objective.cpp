#include "runtime/algorithm/objective.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "runtime/algorithm/chunk_sums.hpp"
#include "runtime/tensor/parallel.hpp"

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

void Objective::set_workers(int count) {
  if (count > 1)
    throw_error(ErrorKind::option, "option 'workers' is {}, but {} cannot be evaluated by several workers", count,
                name());
}

void Objective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                              const Finished&) {
  evaluate(probes, values, stop);
}

std::vector<Figure> Objective::assess(const Point& x, const StopToken& stop) {
  const Probe probe{&x, {}, nullptr, {}};
  double value = 0;
  evaluate({&probe, 1}, {&value, 1}, stop);
  return {{"value", value}};
}

void VectorObjective::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) {
  evaluate_each(probes, values, stop, {});
}

void VectorObjective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                                    const Finished& finished) {
  if (workers() > 1 && probes.size() > 1 && !by_tiles()) return evaluate_on_threads(probes, values, stop, finished);
  for (std::size_t i = 0; i < probes.size(); ++i) {
    stop.check();
    check_is_vector(probes[i]);
    values[i] = by_tiles() ? value_by_tiles(probes[i]) : value(coordinates_[0].of(probes[i]));
    if (finished) finished(i, values.subspan(i, 1));
  }
}

/// Each worker has a share of the probes and a point of its own.
void VectorObjective::evaluate_on_threads(std::span<const Probe> probes, std::span<double> values,
                                          const StopToken& stop, const Finished& finished) {
  for (const Probe& probe : probes) check_is_vector(probe);
  const std::size_t shares = std::min(coordinates_.size(), probes.size());
  std::mutex telling;
  parallel_for(shares, 1, [&](std::size_t share, std::size_t) {
    for (std::size_t i = probes.size() * share / shares; i < probes.size() * (share + 1) / shares; ++i) {
      stop.check();
      values[i] = value(coordinates_[share].of(probes[i]));
      if (!finished) continue;
      const std::scoped_lock one_at_a_time(telling);
      finished(i, values.subspan(i, 1));
    }
  });
}

void VectorObjective::set_workers(int count) {
  if (count > 1 && !thread_safe()) return Objective::set_workers(count);
  coordinates_.resize(static_cast<std::size_t>(count));
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
