#include "runtime/perturbation/aligned.hpp"

#include <array>
#include <cmath>

#include "runtime/algorithm/chunk_sums.hpp"
#include "runtime/algorithm/mask.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

/// What the formulas need to know of X and r.
struct Products {
  double reference_squares;
  std::vector<double> with_reference, squares;  // of each X; squares only for a fixed length
};

Products products_of(const Directions& gaussian, const Point& shape, std::span<const Term> reference, bool squares) {
  const std::size_t n = gaussian.size();
  std::vector<double> sums(1 + n + (squares ? n : 0));
  sum_over_chunks(shape, sums, [&](const Slice& slice, std::size_t count, std::span<double> out) {
    std::array<double, largest_chunk> reference_chunk, own_chunk;
    const auto r = std::span(reference_chunk).first(count), x = std::span(own_chunk).first(count);
    fill_chunk(slice, reference, r);
    if (shape.mask) shape.mask->clear(slice, r);
    out[0] += dot_of_chunk(r, r);
    for (std::size_t j = 0; j < n; ++j) {
      fill_chunk(slice, gaussian[j], x);
      if (shape.mask) shape.mask->clear(slice, x);
      out[1 + j] += dot_of_chunk(r, x);
      if (squares) out[1 + n + j] += dot_of_chunk(x, x);
    }
  });
  const auto first = sums.begin() + 1, middle = first + static_cast<std::ptrdiff_t>(n);
  return {sums[0], {first, middle}, {middle, sums.end()}};
}

}  // namespace

std::vector<Aligned> align(const Directions& gaussian, const Key& key, const Point& shape,
                           std::span<const Term> reference, bool fixed_length) {
  const Products products = products_of(gaussian, shape, reference, fixed_length);
  const double length = std::sqrt(products.reference_squares);
  if (!(length > 0) || !std::isfinite(1 / length) || !std::isfinite(length)) return {};
  const auto d = static_cast<double>(shape.mask ? shape.mask->count() : shape.dim());
  std::vector<Aligned> aligned;
  for (std::size_t j = 0; j < gaussian.size(); ++j) {
    const Key own_key = key.query(key.query() + static_cast<std::uint32_t>(j));
    const double sign = integer_at(own_key, 0, 0, 1) == 0 ? 1 : -1;
    const double along = products.with_reference[j] / length;  // r̂ᵀX
    double own = 1, offset = sign;
    if (fixed_length) {
      const double across = products.squares[j] - along * along;
      own = across > 0 ? sign * std::sqrt((d - 1) / across) : 0;  // in one dimension nothing lies across
    }
    aligned.push_back({own, (offset - own * along) / length});
  }
  return aligned;
}

}  // namespace nilgrad
