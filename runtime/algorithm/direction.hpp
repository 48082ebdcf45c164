#pragma once
#include <cstdint>
#include <functional>
#include <span>

#include "runtime/algorithm/point.hpp"
#include "runtime/random/key.hpp"

namespace nilgrad {

class Distribution;

/// A random vector that is never stored: a distribution and a key, and what one pass over the vector found out about
/// it, so that any element can be had without the ones before it.
struct Direction {
  const Distribution* distribution = nullptr;
  Key key;
  double scale = 1;        ///< factor on the elements, e.g. √d/|z| on the sphere
  std::uint64_t axis = 0;  ///< of a coordinate direction: the flat index of its one element

  bool operator==(const Direction&) const = default;
};

/// What directions are drawn from. Perturbations implement it; the algorithms know no more than this.
class Distribution {
 public:
  virtual ~Distribution() = default;

  /// x[i] ← x[i] + scale · v[slice.first + i]. The bits depend on neither the split into slices nor the instruction
  /// set.
  virtual void add(const Direction& direction, double scale, const Slice& slice, std::span<float> x) const = 0;
  virtual void add(const Direction& direction, double scale, const Slice& slice, std::span<double> x) const = 0;
};

/// scale · direction
struct Term {
  double scale = 0;
  Direction direction;
};

/// x ← x + factor · Σ scale_j v_j in one fused pass: x is read and written once however many terms there are, all
/// directions regenerated chunk by chunk. Terms are added in their order, so the result has the same bits for any
/// number of threads.
void add_terms(Point& x, std::span<const Term> terms, double factor);

/// The same on one run of elements, for those who walk a point themselves (updates that need ĝ chunk by chunk).
template <class T>
void add_terms(const Slice& slice, std::span<T> x, std::span<const Term> terms, double factor) {
  for (const Term& term : terms) term.direction.distribution->add(term.direction, factor * term.scale, slice, x);
}

inline constexpr std::size_t largest_chunk = 4096;  // doubles: 32 KiB, a first-level cache

/// f(slice, count) over chunks of at most largest_chunk elements, which
/// fit into the first-level cache, in parallel where the point is large. Chunks are fixed, so whatever is computed per
/// chunk does not depend on the number of threads.
void for_each_chunk(const Point& x, const std::function<void(const Slice&, std::size_t count)>& f);

}  // namespace nilgrad
