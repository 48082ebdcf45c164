#include "runtime/tensor/reduce.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using namespace nilgrad;

namespace {

Tensor wavy(const Shape& shape, DType dtype) {
  Tensor tensor(shape, dtype);
  for (std::size_t i = 0; i < tensor.size(); ++i) tensor.set(i, std::sin(1.7 * static_cast<double>(i)) / 3);
  return tensor;
}

/// The sum in the order that reduce.hpp states, written as plainly as possible.
double stated_sum(const Tensor& x) {
  double total = 0;
  for (std::size_t start = 0; start < x.size(); start += 4096) {
    std::vector<double> lanes(16, 0.0);
    for (std::size_t i = start; i < std::min(x.size(), start + 4096); ++i) lanes[(i - start) % 16] += x.at(i);
    for (; lanes.size() > 1; lanes.resize(lanes.size() / 2))
      for (std::size_t l = 0; l < lanes.size() / 2; ++l) lanes[l] += lanes[l + lanes.size() / 2];
    total += lanes[0];
  }
  return total;
}

}  // namespace

TEST_CASE("a sum has the bits of the stated order, for any length") {
  for (const DType dtype : {DType::float32, DType::float64})
    for (const std::int64_t n : {0, 1, 15, 16, 17, 100, 4095, 4096, 4097, 20000}) {
      const Tensor x = wavy({n}, dtype);
      CHECK(reduce(Reduction::sum, x) == stated_sum(x));
    }
}

TEST_CASE("a reduction along a dimension has the bits of each of its lines alone") {
  const Shape shape = {7, 5, 70};
  for (const DType dtype : {DType::float32, DType::float64}) {
    const Tensor x = wavy(shape, dtype);
    for (const Reduction reduction :
         {Reduction::sum, Reduction::mean, Reduction::min, Reduction::max, Reduction::argmin, Reduction::argmax,
          Reduction::nonzero, Reduction::norm1, Reduction::norm2, Reduction::norm_inf})
      for (std::size_t d = 0; d < 3; ++d) {
        const Tensor reduced = reduce(reduction, x, d);
        const std::size_t inner = d == 2 ? 1 : d == 1 ? 70 : 350, n = static_cast<std::size_t>(shape[d]);
        for (std::size_t i = 0; i < reduced.size(); ++i) {
          Tensor line({shape[d]}, dtype);
          for (std::size_t k = 0; k < n; ++k) line.set(k, x.at(i / inner * inner * n + i % inner + k * inner));
          Tensor expected({}, reduced.dtype());
          expected.set(0, reduce(reduction, line));
          REQUIRE(reduced.at(i) == expected.at(0));
        }
      }
  }
}

TEST_CASE("extremes and norms agree with plain loops, wherever the extreme stands") {
  for (const std::int64_t n : {1, 5, 63, 64, 65, 200})
    for (std::int64_t at = 0; at < n; ++at) {
      Tensor x = wavy({n}, DType::float32);
      x.set(static_cast<std::size_t>(at), -2);
      REQUIRE(reduce(Reduction::min, x) == -2);
      REQUIRE(reduce(Reduction::argmin, x) == static_cast<double>(at));
      REQUIRE(reduce(Reduction::norm_inf, x) == 2);
      x.set(static_cast<std::size_t>(at), 3);
      REQUIRE(reduce(Reduction::max, x) == 3);
      REQUIRE(reduce(Reduction::argmax, x) == static_cast<double>(at));
      x.set(static_cast<std::size_t>(at), std::numeric_limits<double>::quiet_NaN());
      REQUIRE(std::isnan(reduce(Reduction::max, x)));
      REQUIRE(std::isnan(reduce(Reduction::min, x)));
      REQUIRE(reduce(Reduction::argmax, x) == static_cast<double>(at));
    }
  CHECK(reduce(Reduction::norm2, Tensor::full({16}, -0.5)) == 2);
  CHECK(reduce(Reduction::norm1, Tensor::full({16}, -0.5)) == 8);
  CHECK(reduce(Reduction::nonzero, Tensor::full({16}, -0.5)) == 16);
  CHECK(dot(Tensor::full({16}, -0.5), Tensor::full({16}, 2, DType::float32)) == -16);
}

TEST_CASE("the first of equal extremes is the position") {
  CHECK(reduce(Reduction::argmax, Tensor::full({100}, 1)) == 0);
  CHECK(reduce(Reduction::argmin, Tensor::full({100}, 1)) == 0);
}

TEST_CASE("nothing has no extreme and no mean, but a sum and norms of 0") {
  const Tensor none({0});
  CHECK(reduce(Reduction::sum, none) == 0);
  CHECK(reduce(Reduction::norm_inf, none) == 0);
  CHECK_THROWS_WITH(reduce(Reduction::argmax, none), "argmax of a tensor without elements (shape [0])");
  CHECK(reduce(Reduction::sum, Tensor({0, 3}), 0).shape() == Shape{3});
  CHECK(reduce(Reduction::max, Tensor({3, 0}), 0).shape() == Shape{0});
  CHECK_THROWS_WITH(reduce(Reduction::max, Tensor({3, 0}), 1),
                    "max along dimension 2 of shape [3, 0], which has no elements");
}
