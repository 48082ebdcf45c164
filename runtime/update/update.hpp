#pragma once
#include <algorithm>
#include <array>
#include <vector>

#include "runtime/estimator/estimator.hpp"
#include "runtime/schedule/schedule.hpp"

namespace nilgrad {

/// How an estimate moves the point. An instance keeps what its rule remembers; every run has its own.
class Update {
 public:
  static constexpr const char* kind = "update";
  virtual ~Update() = default;
  virtual void step(Point& x, const Estimate& estimate, const Progress& progress) = 0;
};

/// f(slice, x, g) chunk by chunk with ĝ regenerated into a chunk of scratch: one pass over x, no vector of ĝ stored.
/// x and g are spans of the tensor's dtype.
template <class F>
void for_each_gradient_chunk(Point& x, const Estimate& estimate, const F& f) {
  for_each_chunk(x, [&](const Slice& slice, std::size_t count) {
    x.tensors[slice.tensor].visit([&](auto elements) {
      using T = typename decltype(elements)::value_type;
      std::array<T, largest_chunk> scratch;  // NOLINT(cppcoreguidelines-pro-type-member-init): zeroed as far as used
      const std::span<T> gradient(scratch.data(), count);
      std::fill(gradient.begin(), gradient.end(), T{0});
      add_terms(slice, gradient, estimate.terms, 1);
      f(slice, elements.subspan(slice.first, count), gradient);
    });
  });
}

/// The part of `state` that belongs to a chunk of x.
template <class T>
std::span<T> chunk_of(const Point& state, const Slice& slice, std::span<T> x) {
  return state.tensors[slice.tensor].template as<T>().subspan(slice.first, x.size());
}

/// Zeros of the shape and dtype of x, made at the first step.
void ensure_state(Point& state, const Point& x);

/// |v| over all tensors; the sum has a fixed shape, so its bits do not depend on threads.
double norm(const Point& v);

}  // namespace nilgrad
