#include "runtime/attack/waves.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "runtime/error.hpp"
#include "runtime/reproducible_math.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad {
namespace {

/// The first `count` waves of a length, [count, length].
std::vector<float> waves(std::size_t count, std::size_t length) {
  std::vector<float> rows(count * length);
  const auto n = static_cast<double>(length);
  for (std::size_t k = 0; k < count; ++k)
    for (std::size_t i = 0; i < length; ++i)
      rows[k * length + i] =
          static_cast<float>(std::sqrt((k == 0 ? 1 : 2) / n) *
                             reproducible::cos_pi(static_cast<double>(k) * (static_cast<double>(i) + 0.5) / n));
  return rows;
}

/// to ← to + scale from, over `width` numbers.
void add_row(float* to, const float* from, float scale, std::size_t width) {
  for (std::size_t c = 0; c < width; ++c) to[c] += scale * from[c];
}

}  // namespace

Tensor sum_of_waves(const Tensor& coefficients, std::int64_t height, std::int64_t width) {
  const Shape& shape = coefficients.shape();
  if (coefficients.dtype() != DType::float32 || shape.size() != 3 || shape[1] > height || shape[2] > width)
    throw_error(ErrorKind::shape, "waves of {} × {} pixels need float32 coefficients [n, ≤ {}, ≤ {}], got {}", height,
                width, height, width, to_string(shape));
  const auto p = static_cast<std::size_t>(shape[1]), q = static_cast<std::size_t>(shape[2]);
  const auto rows = static_cast<std::size_t>(height), columns = static_cast<std::size_t>(width);
  const std::vector<float> vertical = waves(p, rows), horizontal = waves(q, columns);
  Tensor images({shape[0], height, width}, DType::float32);
  const float* const from = coefficients.as<float>().data();
  float* const to = images.as<float>().data();
  parallel_for(static_cast<std::size_t>(shape[0]), 1, [&](std::size_t begin, std::size_t end) {
    std::vector<float> lines(p * columns);
    for (std::size_t i = begin; i < end; ++i) {
      std::fill(lines.begin(), lines.end(), 0.0F);
      for (std::size_t k = 0; k < p; ++k)
        for (std::size_t l = 0; l < q; ++l)
          add_row(&lines[k * columns], &horizontal[l * columns], from[(i * p + k) * q + l], columns);
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t k = 0; k < p; ++k)
          add_row(to + (i * rows + r) * columns, &lines[k * columns], vertical[k * rows + r], columns);
    }
  });
  return images;
}

}  // namespace nilgrad
