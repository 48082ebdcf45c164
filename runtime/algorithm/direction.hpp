#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>

#include "runtime/algorithm/point.hpp"
#include "runtime/random/key.hpp"
#include "runtime/tensor/half.hpp"

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

  /// Whether a direction is told by what it holds (key, scale, axis) for as long as this lives: its elements do not
  /// depend on anything that learns, nor on the point, and this lives as long as the run. Steps made of others are not
  /// put off (DeferredUpdates).
  virtual bool keyed() const { return false; }
};

/// scale · direction
struct Term {
  double scale = 0;
  Direction direction;
};

/// x ← x + factor · Σ scale_j v_j, of elements that move (Point::mask), in one fused pass: x is read and written once
/// however many terms there are, all directions regenerated chunk by chunk. Terms are added in their order, so the
/// result has the same bits for any number of threads. 16-bit elements are computed in float32 and rounded up or down
/// at random by the numbers of `rounding`: steps far below their grid count in the mean, which rounding to nearest
/// would lose.
void add_terms(Point& x, std::span<const Term> terms, double factor, const Key& rounding = {});

/// The same on `count` elements of one of its tensors, from slice.first on; on this thread alone.
void add_terms(const Point& x, const Slice& slice, std::size_t count, std::span<const Term> terms, double factor,
               const Key& rounding);

/// The same on one run of elements, for those who walk a point themselves (updates that need ĝ chunk by chunk).
template <class T>
void add_terms(const Slice& slice, std::span<T> x, std::span<const Term> terms, double factor) {
  for (const Term& term : terms) term.direction.distribution->add(term.direction, factor * term.scale, slice, x);
}

inline constexpr std::size_t largest_chunk = 4096;  // doubles: 32 KiB, a first-level cache

/// The elements of a 16-bit tensor from `first` on ← values, rounded at random (random/directions.hpp); `index` is the
/// tensor's within its point.
void round_at_random(const Key& key, std::uint32_t index, std::uint64_t first, std::span<const float> values,
                     const Tensor& tensor);

/// f(span<T>) on `count` elements of x, at most largest_chunk, which f may change: x's own, or for 16-bit ones floats
/// that are rounded back by the numbers of `rounding`. T is what x is computed with.
template <class F>
void with_elements(const Point& x, const Slice& slice, std::size_t count, const Key& rounding, const F& f) {
  const Tensor& tensor = x.tensors[slice.tensor];
  if (!is_half(tensor.dtype())) {
    tensor.visit([&](auto elements) {
      if constexpr (std::is_invocable_v<const F&, decltype(elements)>) f(elements.subspan(slice.first, count));
    });
  } else if constexpr (std::is_invocable_v<const F&, std::span<float>>) {
    std::array<float, largest_chunk> floats;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
    widen(tensor, slice.first, std::span(floats.data(), count));
    f(std::span(floats.data(), count));
    round_at_random(rounding, slice.tensor, slice.first, std::span<const float>(floats.data(), count), tensor);
  }
}

/// f(slice, count) over chunks of at most largest_chunk elements, which
/// fit into the first-level cache, in parallel where the point is large. Chunks are fixed, so whatever is computed per
/// chunk does not depend on the number of threads.
void for_each_chunk(const Point& x, const std::function<void(const Slice&, std::size_t count)>& f);

}  // namespace nilgrad
