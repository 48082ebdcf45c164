#pragma once
#include <functional>
#include <span>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// Takes over the steps of a point whose elements are not to be passed over for each: one that lies in a file, and is
/// moved when the next evaluation goes through it (transformer/stream/). What reads or writes elements of such a point
/// without knowing calls Point::settle() first.
class DeferredUpdates {
 public:
  virtual ~DeferredUpdates() = default;

  /// x ← x + factor · Σ terms, at the latest with settle(): elements are rounded as add_terms does. Terms whose
  /// directions are not told by their keys (Distribution::keyed) are applied before this returns.
  virtual void add(std::span<const Term> terms, double factor, const Key& rounding) = 0;

  /// A step that is more than scalars and keys: f(slice, count) on each chunk of x, as for_each_chunk does, now. What
  /// was taken over before is applied first.
  virtual void rewrite(const std::function<void(const Slice& slice, std::size_t count)>& f) = 0;

  /// Applies all that was taken over.
  virtual void settle() = 0;
  /// Forgets it, where it cannot be applied and its directions are about to go: reading the point is an error then.
  virtual void abandon() noexcept = 0;

  /// What follows are the steps of a run that has gone on from here before, from its first: those that elements have
  /// already are passed over.
  virtual void repeat() = 0;

  /// Whether what was written is to survive a loss of power, so that a journal must be on the disk before.
  virtual bool durable() const = 0;
};

}  // namespace nilgrad
