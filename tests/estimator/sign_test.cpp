#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::recipe;

TEST_CASE("the signs of exact partial derivatives") {
  const auto estimator = make<Estimator>("sign", {{"estimator", Recipes{recipe("estimator", "coordinate")}}});
  const auto f = [](std::span<const double> x) { return 1e-3 * x[0] - 500 * x[2]; };
  CHECK(gradient_of(*estimator, {1, 2, 3}, f) == std::vector<double>{1, 0, -1});
  CHECK(estimator->evaluations(3) == 6);
}

TEST_CASE("an estimate of signs keeps its vector when the estimator goes on") {
  const auto estimator = make<Estimator>("sign");
  const Point x = point_of_sizes({5000, 3}, DType::float32);
  const Estimate first = estimate_of(*estimator, x, sum_of_squares, 1);
  const auto before = numbers_of(first.dense(x));
  estimate_of(*estimator, x, sum_of_squares, 2);
  CHECK(numbers_of(first.dense(x)) == before);
  for (const double element : before) CHECK(std::abs(element) == 1);
}
