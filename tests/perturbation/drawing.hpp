#pragma once
#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "tests/algorithm/points.hpp"

namespace nilgrad {

using Vectors = std::vector<std::vector<double>>;

/// `count` directions drawn together, as vectors.
inline Vectors draw_vectors(Perturbation& perturbation, std::uint32_t count, const Point& shape,
                            std::uint64_t seed = 4) {
  Directions directions;
  perturbation.draw(Key::from(seed, Purpose::direction), count, shape, directions);
  Vectors vectors;
  for (std::size_t j = 0; j < directions.size(); ++j) {
    Point v = shape.clone();
    for (Tensor& tensor : v.tensors) tensor.fill(0);
    add_terms(v, directions[j], 1);
    vectors.push_back(numbers_of(v));
  }
  return vectors;
}

inline double inner(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace nilgrad
