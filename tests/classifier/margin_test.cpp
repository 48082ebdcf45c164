#include "runtime/classifier/margin.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/error.hpp"

using namespace nilgrad;

TEST_CASE("the margin is negative exactly when another class wins") {
  const std::vector<float> z{1, 5, 3};
  CHECK(margin(z, 1) == 2);
  CHECK(margin(z, 0) == -4);
  CHECK(margin(z, 2) == -2);
  CHECK(margin(std::vector<float>{2, 2}, 0) == 0);
  for (std::size_t y = 0; y < z.size(); ++y) CHECK((margin(z, y) < 0) == (predicted_class(z) != y));
}

TEST_CASE("the targeted margin is negative exactly when the target wins") {
  const std::vector<float> z{1, 5, 3};
  CHECK(targeted_margin(z, 1) == -2);
  CHECK(targeted_margin(z, 0) == 4);
  for (std::size_t t = 0; t < z.size(); ++t) CHECK((targeted_margin(z, t) < 0) == (predicted_class(z) == t));
}

TEST_CASE("a margin with a NaN logit is NaN, no success") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto& z : {std::vector<float>{1, nan, 9}, std::vector<float>{1, 9, nan}, std::vector<float>{nan, 1, 9}})
    CHECK(std::isnan(margin(z, 0)));
}

TEST_CASE("cross-entropy and confidences agree and survive large logits") {
  std::vector<float> z{1, 2, 3}, p(3);
  softmax(z, p);
  CHECK(p[0] + p[1] + p[2] == Approx(1));
  CHECK(p[2] == Approx(std::exp(3.) / (std::exp(1.) + std::exp(2.) + std::exp(3.))));
  for (std::size_t y = 0; y < 3; ++y) CHECK(cross_entropy(z, y) == Approx(-std::log(p[y])));
  z = {1e30f, -1e30f, 0};
  CHECK(cross_entropy(z, 0) == 0);
  CHECK(cross_entropy(z, 2) == Approx(1e30));
  softmax(z, z);
  CHECK(z == std::vector<float>{1, 0, 0});
}

TEST_CASE("the predicted class is the first of equals") { CHECK(predicted_class(std::vector<float>{1, 3, 3, 2}) == 1); }

TEST_CASE("a label that is no class is refused") {
  const std::vector<float> z{1, 2, 3};
  CHECK_THROWS_WITH(margin(z, 3), "label 3 is no class of a classifier with 3; classes are 0 to 2");
  CHECK_THROWS_AS(targeted_margin(z, 3), Error);
  CHECK_THROWS_AS(cross_entropy(z, 10), Error);
}
