#include "runtime/optimizer/cmaes/restarts.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad::cmaes;

TEST_CASE("without restarts one search is all") { CHECK_FALSE(Restarts("none", 8).next(100, 0.5, 0.5)); }

TEST_CASE("ipop doubles the population nine times") {
  Restarts restarts("ipop", 8);
  CHECK(restarts.first().population == 8);
  for (Index lambda = 16; lambda <= 8 * 512; lambda *= 2) {
    const auto search = restarts.next(100, 0.5, 0.5);
    REQUIRE(search);
    CHECK(search->population == lambda);
    CHECK(search->sigma == 1);
    CHECK(search->most_evaluations == 0);
  }
  CHECK_FALSE(restarts.next(100, 0.5, 0.5));
  CHECK(restarts.count() == 9);
}

TEST_CASE("bipop spends on small populations what it spent on large ones") {
  Restarts restarts("bipop", 8);
  const auto large = restarts.next(1000, 0.5, 0.5);
  REQUIRE(large);
  CHECK(large->population == 16);
  const auto small = restarts.next(4000, 0.5, 0.5);  // the large one took 4000
  REQUIRE(small);
  CHECK(small->population == 8);  // 8 (½ 16/8)^(1/4)
  CHECK(small->sigma == Approx(0.1));
  CHECK(small->most_evaluations == 2000);
  CHECK(restarts.next(1500, 0.9, 0)->population == 8);  // 1500 of 4000 so far
  CHECK(restarts.next(2600, 0.5, 0.5)->population == 32);
  const auto between = restarts.next(9000, 0.999, 0);  // 8 (½ 32/8)^0.998
  CHECK(between->population == 15);
  CHECK(between->sigma == 1);
}
