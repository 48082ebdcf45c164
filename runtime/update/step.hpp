#pragma once
#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "runtime/algorithm/chunk_sums.hpp"

namespace nilgrad {

/// The part of `state`, which is of the dtype that x is computed with, that belongs to a chunk.
template <class T>
std::span<T> chunk_of(const Point& state, const Slice& slice, std::span<T> chunk) {
  return state.tensors[slice.tensor].template as<T>().subspan(slice.first, chunk.size());
}

/// f(span<const T>) on the part of x that belongs to a chunk, 16-bit elements widened.
template <class T, class F>
void with_chunk_of(const Point& x, const Slice& slice, std::span<T> chunk, const F& f) {
  const Tensor& tensor = x.tensors[slice.tensor];
  if constexpr (std::is_same_v<T, float>) {
    if (is_half(tensor.dtype())) {
      std::array<float, largest_chunk> floats;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
      widen(tensor, slice.first, std::span(floats.data(), chunk.size()));
      return f(std::span<const float>(floats.data(), chunk.size()));
    }
  }
  f(std::span<const T>(chunk_of(x, slice, chunk)));
}

/// u, what a step moves x against: an estimate ĝ at first, then what each update of a chain makes of it. It stays
/// scalars and keys as long as it is only scaled. What changes it element by element is kept as a function and applied
/// chunk by chunk when x moves, in one pass over x and without a vector of u.
class Step {
 public:
  /// u = Σ terms, a step from x. Both must outlive it, and x stays as it is until subtract_from(x).
  Step(std::span<const Term> terms, const Point& x) : x_(x), terms_(terms) {}

  /// Where the step starts.
  const Point& x() const { return x_; }
  /// Nothing is left to do: x stays.
  bool empty() const { return terms_.empty() && vector_.tensors.empty(); }
  void clear();

  /// u ← factor · u
  void scale(double factor);

  /// |u|, squares summed in double in an order that does not depend on threads. A pass over u, and a vector where u was
  /// changed element by element before (which is then u).
  double norm();

  /// Each chunk goes through f(slice, u), spans of x's dtype; once, chunks in any order and on any thread.
  template <class F>
  void map(F f) {
    maps_.push_back(std::make_unique<MapOf<F>>(std::move(f)));
  }

  /// f(state, u) on each chunk, now: f updates the chunk of the state, a vector like x, which is then u.
  template <class F>
  void fold_into(const Point& state, F f) {
    if (!maps_.empty()) x_.settle();  // they may read it
    for_each_chunk(x_, [&](const Slice& slice, std::size_t count) {
      with_chunk(slice, count, [&](auto u) { f(chunk_of(state, slice, u), u); });
    });
    become(state);
  }

  /// Makes sure that u can be read twice: what is to happen element by element happens now, into a vector of its own.
  void settle();
  /// u as scale and terms, or no terms where it is a vector. After settle().
  double factor() const { return factor_; }
  std::span<const Term> terms() const { return terms_; }

  /// x ← x − sign · u, bits as for any other number of threads; 16-bit elements are rounded by `rounding`'s numbers.
  void subtract_from(Point& x, const Key& rounding, double sign = 1) const;

 private:
  struct Map {
    virtual ~Map() = default;
    virtual void apply(const Slice& slice, std::span<float> u) const = 0;
    virtual void apply(const Slice& slice, std::span<double> u) const = 0;
  };
  template <class F>
  struct MapOf final : Map {
    explicit MapOf(F f) : function(std::move(f)) {}
    void apply(const Slice& slice, std::span<float> u) const override { function(slice, u); }
    void apply(const Slice& slice, std::span<double> u) const override { function(slice, u); }
    F function;
  };

  /// use(u) with the chunk of u in scratch, of x's dtype.
  template <class Use>
  void with_chunk(const Slice& slice, std::size_t count, const Use& use) const {
    if (computed_as(x_.tensors[slice.tensor].dtype()) == DType::float32)
      with_chunk_of<float>(slice, count, use);
    else
      with_chunk_of<double>(slice, count, use);
  }
  template <class T, class Use>
  void with_chunk_of(const Slice& slice, std::size_t count, const Use& use) const {
    std::array<T, largest_chunk> scratch;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as used
    const std::span<T> u(scratch.data(), count);
    fill(slice, u);
    use(u);
  }
  template <class T>
  void fill(const Slice& slice, std::span<T> u) const;
  void become(const Point& vector);

  const Point& x_;
  double factor_ = 1;
  std::span<const Term> terms_;  // u = maps(factor · Σ terms), or
  Point vector_;                 // maps(factor · vector), shared with whom it belongs to: read, never written
  std::vector<std::unique_ptr<Map>> maps_;
};

}  // namespace nilgrad
