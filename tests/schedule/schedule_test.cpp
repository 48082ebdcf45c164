#include "runtime/schedule/schedule.hpp"

#include <catch2/catch.hpp>

#include "runtime/catalog/catalog.hpp"

using namespace nilgrad;
using catalog::make, catalog::Values;

TEST_CASE("a constant schedule is its value at every step") {
  const auto constant = make<Schedule>("constant", {{"value", 0.3}});
  CHECK(constant->at({0, 10}) == 0.3);
  CHECK(constant->at({1000, 0}) == 0.3);
}

TEST_CASE("a cosine starts at one value, is halfway in the middle, ends at the other and stays there") {
  const auto cosine = make<Schedule>("cosine", {{"from", 1.0}, {"to", 0.1}});
  CHECK(cosine->at({0, 100}) == 1);
  CHECK(cosine->at({50, 100}) == Approx(0.55).epsilon(1e-12));
  CHECK(cosine->at({100, 100}) == Approx(0.1).epsilon(1e-12));
  CHECK(cosine->at({5000, 100}) == cosine->at({100, 100}));
  for (int step = 0; step < 100; ++step) CHECK(cosine->at({step + 1, 100}) < cosine->at({step, 100}));
}

TEST_CASE("a cosine's own length counts more than the run's") {
  const auto cosine = make<Schedule>("cosine", {{"from", 1.0}, {"to", 0.0}, {"steps", std::int64_t{10}}});
  CHECK(cosine->at({10, 1000}) == Approx(0).margin(1e-12));
  CHECK(cosine->at({5, 0}) == Approx(0.5));
}

TEST_CASE("a cosine over a run of unknown length says what to give") {
  CHECK_THROWS_WITH(make<Schedule>("cosine")->at({0, 0}),
                    Catch::Contains("give it steps = …, or the run a budget or steps"));
}

TEST_CASE("the inverse square root falls from its first value") {
  const auto schedule = make<Schedule>("inverse_sqrt", {{"from", 0.6}});
  CHECK(schedule->at({0, 0}) == 0.6);
  CHECK(schedule->at({3, 0}) == Approx(0.3));
  CHECK(schedule->at({99, 0}) == Approx(0.06));
}
