#pragma once
#include <cstring>
#include <memory>

#include "runtime/attack/threat.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/tensor/tensor.hpp"

namespace nilgrad {

/// The candidates of the Square attack (Andriushchenko, Croce, Flammarion & Hein, ECCV 2020): its start and its
/// sampling distributions, Algorithm 2 (L∞) and Algorithm 3 (L2). Algorithm 1, which asks for their losses and decides,
/// is stdlib/nilgrad/attack/square.lua.
class Squares {
 public:
  virtual ~Squares() = default;

  /// Makes the first candidate, which is also the first best one: vertical stripes (L∞), a grid of tiles (L2).
  virtual void start() = 0;
  /// Makes the candidate another change of the best one, in a random square of `side` pixels that lies anywhere in the
  /// image, the last row and column included. A side that does not fit is made to.
  virtual void propose(std::int64_t side) = 0;
  /// The candidate is the best one from now on.
  virtual void accept() = 0;

  /// float32, of the image's shape, always within the threat. The same memory all along.
  const Tensor& candidate() const noexcept { return candidate_; }

 protected:
  /// A rectangle of an image's plane.
  struct Area {
    std::size_t row = 0, column = 0, height = 0, width = 0;
    bool holds(std::size_t r, std::size_t c) const {
      return r >= row && r < row + height && c >= column && c < column + width;
    }
  };

  Squares(const Tensor& image, double eps, const Generator& random);

  Area random_square(std::size_t side);
  /// f(position of the row's first pixel, width) for each row of the area in a channel.
  template <class F>
  void for_each_row(std::size_t channel, const Area& area, F&& f) const {
    for (std::size_t row = area.row; row < area.row + area.height; ++row)
      f((channel * height_ + row) * width_ + area.column, area.width);
  }
  std::size_t smallest_extent() const { return std::min(height_, width_); }

  Generator random_;
  double eps_;
  std::size_t channels_ = 1, height_ = 1, width_ = 1;
  Tensor image_, best_, candidate_;
};

/// `image`: float32 [channels, height, width] or [height, width] with pixels in [0, 1]. Throws Error(shape) for another
/// shape.
std::unique_ptr<Squares> make_squares(const Tensor& image, const Threat& threat, const Generator& random);

std::unique_ptr<Squares> make_squares_linf(const Tensor& image, double eps, const Generator& random);
std::unique_ptr<Squares> make_squares_l2(const Tensor& image, double eps, const Generator& random);

}  // namespace nilgrad
