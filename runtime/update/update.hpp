#pragma once
#include "runtime/estimator/estimator.hpp"
#include "runtime/schedule/schedule.hpp"
#include "runtime/update/step.hpp"

namespace nilgrad {

/// How an estimate moves the point: x ← x − u, u = T(ĝ). Updates chain: the next one's ĝ is this one's u. An instance
/// keeps what its rule remembers; every run has its own.
class Update {
 public:
  static constexpr const char* kind = "update";
  virtual ~Update() = default;

  /// u ← T(u). Called once a step.
  virtual void transform(Step& u, const Progress& progress) = 0;

  /// Evaluations that a step takes besides its estimate's: 0, or 3 for x, x − u and x + u, the best of which is kept.
  virtual std::int64_t evaluations() const { return 0; }

  /// Bytes that an instance keeps from one step to the next at points like `shape`.
  virtual std::int64_t memory(const Point& shape) const {
    (void)shape;
    return 0;
  }

  /// Whether steps are measured in a norm that weighs the coordinates differently, so that only constraints that
  /// project each coordinate by itself go with it.
  virtual bool weighs_coordinates() const { return false; }

  /// A step that takes no evaluations.
  void step(Point& x, const Estimate& estimate, const Progress& progress) {
    Step u(estimate.terms, x);
    transform(u, progress);
    u.subtract_from(x, progress.rounding);
  }
};

/// Bytes of so many states of the shape of x.
std::int64_t state_bytes(const Point& x, std::int64_t count = 1);

/// Zeros of the shape of x, of the dtype that it is computed with; made at the first step.
void ensure_state(Point& state, const Point& x);

}  // namespace nilgrad
