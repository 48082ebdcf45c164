#include "runtime/schedule/schedule.hpp"

#include <catch2/catch.hpp>
#include <cmath>

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

TEST_CASE("a line starts at one value, ends at the other and stays there") {
  const auto linear = make<Schedule>("linear", {{"from", 1.0}, {"to", 0.5}});
  CHECK(linear->at({0, 100}) == 1);
  CHECK(linear->at({25, 100}) == 0.875);
  CHECK(linear->at({100, 100}) == 0.5);
  CHECK(linear->at({5000, 100}) == 0.5);
  CHECK(make<Schedule>("linear", {{"from", 0.0}, {"to", 1.0}, {"steps", std::int64_t{4}}})->at({1, 0}) == 0.25);
  CHECK_THROWS_WITH(linear->at({0, 0}), Catch::Contains("ng.schedule.linear does not know how long the run is"));
}

TEST_CASE("Spall's gains start at the value asked for and fall by his power") {
  const auto gain = make<Schedule>("spall", {{"from", 0.5}});
  CHECK(gain->at({0, 1000}) == 0.5);
  CHECK(gain->at({500, 1000}) == Approx(0.5 * std::pow(101.0 / 601, 0.602)).epsilon(1e-14));
  CHECK_THROWS_WITH(gain->at({0, 0}), Catch::Contains("give stability = …"));
  const auto h = make<Schedule>("spall", {{"from", 0.1}, {"exponent", 0.101}, {"stability", 0.0}});
  CHECK(h->at({0, 0}) == 0.1);
  CHECK(h->at({999, 0}) == Approx(0.1 * std::pow(1000.0, -0.101)).epsilon(1e-14));
}

TEST_CASE("a warm-up rises to its schedule's first value and leaves it the rest of the run") {
  const auto cosine = catalog::recipe("schedule", "cosine", {{"from", 0.8}, {"to", 0.0}});
  const auto warmup = make<Schedule>("warmup", {{"steps", std::int64_t{4}}, {"schedule", catalog::Recipes{cosine}}});
  CHECK(warmup->at({0, 104}) == 0.2);
  CHECK(warmup->at({3, 104}) == 0.8);
  CHECK(warmup->at({4, 104}) == 0.8);
  CHECK(warmup->at({54, 104}) == Approx(0.4));
  CHECK(warmup->at({104, 104}) == Approx(0).margin(1e-15));
  CHECK(warmup->at({0, 2}) == 0.2);
  CHECK(make<Schedule>("warmup", {{"steps", std::int64_t{2}}, {"schedule", 3.0}})->at({0, 0}) == 1.5);
}

TEST_CASE("schedules have the bits that they had when they were written") {
  CHECK(make<Schedule>("cosine", {{"from", 1.0}, {"to", 0.0}})->at({3, 10}) == 0x1.96791823aad2fp-1);
  CHECK(make<Schedule>("spall", {{"from", 1.0}})->at({7, 10}) == 0x1.9e1007b5c48f4p-2);
}
