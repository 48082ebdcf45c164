#include <catch2/catch.hpp>
#include <cmath>

#include "tests/perturbation/drawing.hpp"
#include "tests/statistics/mean.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;
using catalog::make;

namespace {

/// The greatest |v_i·v_j/d − δ_ij|.
double worst_product(const Vectors& v, double d) {
  double worst = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    for (std::size_t j = 0; j <= i; ++j) worst = std::max(worst, std::abs(inner(v[i], v[j]) / d - (i == j ? 1 : 0)));
  return worst;
}

}  // namespace

TEST_CASE("a full block of directions is orthogonal to 1e-10, in 16 and 64 dimensions over 50 seeds") {
  const auto orthogonal = make<Perturbation>("orthogonal");
  for (const std::int64_t d : {1, 2, 16, 64})
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      INFO(d << " dimensions, seed " << seed);
      const auto v = draw_vectors(*orthogonal, static_cast<std::uint32_t>(d), point_of_sizes({d}), seed);
      REQUIRE(worst_product(v, static_cast<double>(d)) < 1e-10);
    }
}

TEST_CASE("few directions of many dimensions are orthogonal over all tensors") {
  const auto v = draw_vectors(*make<Perturbation>("orthogonal"), 7, point_of_sizes({70000, 3, 9000}));
  CHECK(worst_product(v, 79003) < 1e-13);
}

TEST_CASE("more directions than dimensions come in independent blocks") {
  const auto v = draw_vectors(*make<Perturbation>("orthogonal"), 11, point_of_sizes({4}));
  for (const std::size_t first : {0u, 4u, 8u}) {
    const std::size_t count = std::min<std::size_t>(4, 11 - first);
    CHECK(worst_product(Vectors(v.begin() + static_cast<std::ptrdiff_t>(first),
                                v.begin() + static_cast<std::ptrdiff_t>(first + count)),
                        4) < 1e-10);
  }
  CHECK(std::abs(inner(v[0], v[4])) > 1e-3);
}

TEST_CASE("a block is Haar: every direction is uniform, signs included, and no order shows") {
  // With a triangular factor whose diagonal is not made positive, the mean of an element would not be 0.
  const auto orthogonal = make<Perturbation>("orthogonal");
  const Point shape = point_of_sizes({3});
  Mean element[3][3], square[3][3], volume;
  for (std::uint64_t seed = 0; seed < 20000; ++seed) {
    const auto v = draw_vectors(*orthogonal, 3, shape, seed);
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t i = 0; i < 3; ++i) {
        element[j][i].add(v[j][i]);
        square[j][i].add(v[j][i] * v[j][i]);
      }
    volume.add(v[0][0] * (v[1][1] * v[2][2] - v[1][2] * v[2][1]) - v[0][1] * (v[1][0] * v[2][2] - v[1][2] * v[2][0]) +
               v[0][2] * (v[1][0] * v[2][1] - v[1][1] * v[2][0]));
  }
  for (std::size_t j = 0; j < 3; ++j)
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(element[j][i].agrees_with(0));
      CHECK(square[j][i].agrees_with(1));
    }
  CHECK(volume.agrees_with(0));  // reflections are as likely as rotations
}

TEST_CASE("orthogonal directions have the same bits for any number of threads", "[threads]") {
  const Point shape = point_of_sizes({300000, 7});
  Vectors first;
  for (const int count : {1, 3}) {
    const ThreadsScope scope(count);
    const auto v = draw_vectors(*make<Perturbation>("orthogonal"), 3, shape);
    if (first.empty()) first = v;
    CHECK(v == first);
  }
}
