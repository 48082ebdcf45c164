#include "runtime/attack/square.hpp"

namespace nilgrad {

Squares::Squares(const Tensor& image, double eps, const Generator& random)
    : random_(random), eps_(eps), image_(image.to(DType::float32)), best_(image_.clone()), candidate_(image_.clone()) {
  const Shape& shape = image.shape();
  if (shape.size() < 2 || shape.size() > 3 || image.empty())
    throw_error(ErrorKind::shape,
                "squares are painted on images [channels, height, width] or [height, width], not on {}",
                to_string(shape));
  const auto extent = [&](std::size_t from_end) { return static_cast<std::size_t>(shape[shape.size() - from_end]); };
  if (shape.size() == 3) channels_ = extent(3);
  height_ = extent(2);
  width_ = extent(1);
}

Squares::Area Squares::random_square(std::size_t side) {
  const auto below = [&](std::size_t extent) {
    return static_cast<std::size_t>(random_.integer(0, static_cast<std::int64_t>(extent - side)));
  };
  const std::size_t row = below(height_), column = below(width_);
  return {row, column, side, side};
}

std::unique_ptr<Squares> make_squares(const Tensor& image, const Threat& threat, const Generator& random) {
  return threat.norm == Norm::linf ? make_squares_linf(image, threat.eps, random)
                                   : make_squares_l2(image, threat.eps, random);
}

}  // namespace nilgrad
