#pragma once
#include <cstdint>

#include "runtime/algorithm/direction.hpp"

namespace nilgrad {

/// A number of 16 bits: the high half of a float, rounded to nearest even.
struct BFloat16 {
  std::uint16_t bits;
  explicit BFloat16(double value);
  explicit operator double() const;
};

/// A vector of a point's size, stored, with 8, 4 or 2 bytes a coordinate. It may learn; directions of what it was
/// before are refused from then on.
class Reference final : public Distribution {
 public:
  enum class Storage { float64, float32, bfloat16 };
  explicit Reference(Storage storage) : storage_(storage) {}

  std::size_t size() const { return size_; }
  Storage storage() const { return storage_; }
  std::size_t bytes() const { return bytes(storage_, size_); }
  static std::size_t bytes(Storage storage, std::size_t count) {
    return count * (storage == Storage::float64 ? 8 : storage == Storage::float32 ? 4 : 2);
  }
  /// `count` zeros.
  void reset(std::size_t count);
  void set(std::size_t i, double value);

  /// r ← decay · r + factor · Σ terms, in one pass that stores nothing else; the terms may contain this vector as it is
  /// now. `shape` has as many elements.
  void blend(const Point& shape, double decay, std::span<const Term> terms, double factor);

  /// The vector as it is now.
  Direction direction() const { return {this, Key{}, 1, version_}; }
  void add(const Direction& direction, double scale, const Slice& slice, std::span<float> x) const override;
  void add(const Direction& direction, double scale, const Slice& slice, std::span<double> x) const override;

 private:
  /// f(pointer to the elements), laid tensor after tensor.
  template <class F>
  void visit(F&& f) const {
    if (storage_ == Storage::float64) return f(static_cast<double*>(elements_.get()));
    if (storage_ == Storage::float32) return f(static_cast<float*>(elements_.get()));
    f(static_cast<BFloat16*>(elements_.get()));
  }

  Storage storage_;
  std::shared_ptr<void> elements_;
  std::size_t size_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace nilgrad
