#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

#include "runtime/attack/waves.hpp"
#include "runtime/error.hpp"
#include "runtime/tensor/reduce.hpp"
#include "tests/threads_scope.hpp"

using namespace nilgrad;

namespace {

Tensor counted(const Shape& shape) {
  Tensor tensor(shape, DType::float32);
  auto numbers = tensor.as<float>();
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = std::sin(static_cast<float>(3 * i + 1));
  return tensor;
}

/// One wave of an orthonormal cosine transform of n numbers, at i.
double wave(std::size_t k, std::size_t i, std::size_t n) {
  return std::sqrt((k == 0 ? 1.0 : 2.0) / static_cast<double>(n)) *
         std::cos(std::numbers::pi * static_cast<double>(k) * (static_cast<double>(i) + 0.5) / static_cast<double>(n));
}

}  // namespace

TEST_CASE("a sum of waves is the one that the cosine transform's formula gives") {
  const Tensor coefficients = counted({2, 3, 2});
  const Tensor images = sum_of_waves(coefficients, 5, 4);
  REQUIRE(images.shape() == Shape{2, 5, 4});
  for (std::size_t n = 0; n < 2; ++n)
    for (std::size_t r = 0; r < 5; ++r)
      for (std::size_t c = 0; c < 4; ++c) {
        double expected = 0;
        for (std::size_t k = 0; k < 3; ++k)
          for (std::size_t l = 0; l < 2; ++l)
            expected += coefficients.at((n * 3 + k) * 2 + l) * wave(k, r, 5) * wave(l, c, 4);
        CHECK(images.at((n * 5 + r) * 4 + c) == Approx(expected).margin(1e-6));
      }
}

TEST_CASE("waves are orthonormal: a sum of all of them is as long as its coefficients") {
  const Tensor coefficients = counted({1, 28, 28});
  const Tensor image = sum_of_waves(coefficients, 28, 28);
  CHECK(reduce(Reduction::norm2, image) == Approx(reduce(Reduction::norm2, coefficients)).epsilon(1e-5));
}

TEST_CASE("sums of waves have the same bits for any number of threads", "[threads]") {
  const Tensor coefficients = counted({9, 4, 5});
  const Tensor alone = [&] {
    const ThreadsScope one(1);
    return sum_of_waves(coefficients, 12, 16);
  }();
  const ThreadsScope three(3);
  const Tensor together = sum_of_waves(coefficients, 12, 16);
  for (std::size_t i = 0; i < alone.size(); ++i) CHECK(alone.at(i) == together.at(i));
}

TEST_CASE("more waves than pixels are refused") {
  CHECK_THROWS_AS(sum_of_waves(counted({1, 6, 2}), 5, 4), Error);
  CHECK_THROWS_AS(sum_of_waves(counted({1, 2, 5}), 5, 4), Error);
  CHECK_THROWS_AS(sum_of_waves(counted({2, 5}), 5, 4), Error);
  CHECK_NOTHROW(sum_of_waves(counted({1, 5, 4}), 5, 4));
}
