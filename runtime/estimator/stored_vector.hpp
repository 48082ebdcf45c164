#pragma once
#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// Bytes of a vector of the point's shape, of the dtype that it is computed with.
inline std::size_t vector_bytes(const Point& shape) {
  std::size_t bytes = 0;
  for (const Tensor& tensor : shape.tensors) bytes += tensor.size() * size_of(computed_as(tensor.dtype()));
  return bytes;
}

/// A direction that cannot be regenerated: the vector itself, of the point's shape. Whoever owns it must not change it
/// while an Estimate shares it.
class StoredVector final : public Distribution {
 public:
  explicit StoredVector(Point elements) : elements_(std::move(elements)) {}

  const Point& elements() const { return elements_; }
  /// elements ← elements + factor · Σ scale·direction
  void add_to_elements(std::span<const Term> terms, double factor) { add_terms(elements_, terms, factor); }
  Direction direction() const { return {this, Key{}, 1, 0}; }

  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_to(v, scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_to(v, scale, slice, x);
  }

 private:
  template <class T>
  void add_to(const Direction& v, double scale, const Slice& slice, std::span<T> x) const {
    const double factor = scale * v.scale;
    elements_.tensors[slice.tensor].visit([&](auto all) {
      const auto own = all.subspan(slice.first, x.size());
      for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<T>(static_cast<double>(x[i]) + factor * static_cast<double>(own[i]));
    });
  }

  Point elements_;
};

}  // namespace nilgrad
