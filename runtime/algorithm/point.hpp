#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

class DeferredUpdates;
class Mask;

/// Where an objective is evaluated: one vector for most objectives, a model's parameters for some. Copies share
/// elements.
struct Point {
  std::vector<Tensor> tensors;
  std::shared_ptr<DeferredUpdates> deferred;  ///< of elements that lie in a file; null for nearly all points
  std::shared_ptr<const Mask> mask;           ///< which elements move (mask.hpp); null: all, as of nearly all points

  Point() = default;
  explicit Point(Tensor tensor) { tensors.push_back(std::move(tensor)); }

  std::size_t dim() const {
    std::size_t count = 0;
    for (const Tensor& tensor : tensors) count += tensor.size();
    return count;
  }
  std::size_t bytes() const {
    std::size_t total = 0;
    for (const Tensor& tensor : tensors) total += tensor.bytes();
    return total;
  }
  /// Applies the steps that were put off, so that the elements are the point's.
  void settle() const {
    if (deferred) settle_deferred();
  }
  Point clone() const {
    settle();
    Point copy;
    copy.mask = mask;
    for (const Tensor& tensor : tensors) copy.tensors.push_back(tensor.clone());
    return copy;
  }
  void copy_from(const Point& other) {
    other.settle();
    for (std::size_t t = 0; t < tensors.size(); ++t) tensors[t].copy_from(other.tensors[t]);
  }

 private:
  void settle_deferred() const;
};

/// A run of elements within one tensor of a point, and where it starts when the tensors are laid end to end.
struct Slice {
  std::uint32_t tensor = 0;
  std::uint64_t first = 0;       ///< within the tensor
  std::uint64_t flat_first = 0;  ///< within the point
};

/// Bounds on the evaluated points. Empty vectors: unbounded; one element: the same for all coordinates.
struct Bounds {
  std::vector<double> lower;
  std::vector<double> upper;

  bool empty() const { return lower.empty() && upper.empty(); }
  double lower_at(std::size_t i) const;  ///< -inf where unbounded
  double upper_at(std::size_t i) const;  ///< +inf where unbounded
  /// Moves each coordinate of `x` into its interval; NaN stays. For float32 coordinates a bound counts as rounded to
  /// nearest.
  void clip(Point& x) const;
  /// The same for the coordinates from `first` on.
  void clip(std::size_t first, std::span<float> x) const;
  void clip(std::size_t first, std::span<double> x) const;
  /// Throws Error(option) unless sizes fit `dim` and lower < upper everywhere.
  void check(std::size_t dim) const;
};

}  // namespace nilgrad
