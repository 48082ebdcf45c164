#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/algorithm/objective.hpp"
#include "runtime/constraint/constraint.hpp"
#include "runtime/schedule/schedule.hpp"
#include "tests/algorithm/points.hpp"
#include "tests/contract/entries.hpp"

using namespace nilgrad;

TEST_CASE("schedules are finite, not negative, and answer for a step alone") {
  for (const auto& variant : contract::variants("schedule")) {
    INFO(variant.to_string());
    const auto schedule = variant.make<Schedule>();
    std::vector<double> rates;
    for (int step = 0; step <= 50; ++step) rates.push_back(schedule->at({step, 40}));
    for (int step = 50; step >= 0; --step) {
      const double rate = schedule->at({step, 40});
      CHECK(rate == rates[static_cast<std::size_t>(step)]);
      CHECK((std::isfinite(rate) && rate >= 0));
    }
  }
}

TEST_CASE("projections of projections change nothing, in either dtype and from dimension 0 on") {
  for (const DType dtype : {DType::float64, DType::float32})
    for (const auto& variant : contract::variants("constraint"))
      for (const std::size_t d : {0, 1, 5}) {
        INFO(variant.to_string() << " in dimension " << d);
        const auto constraint = variant.make<Constraint>();
        Point x = point_of(std::vector<double>(d, 3.0), dtype);
        const Point start = point_of(std::vector<double>(d, 0.25), dtype);
        const auto before = numbers_of(x);
        constraint->project(x, start);
        const auto once = numbers_of(x);
        CHECK((once != before || d < 3));  // within the set of few coordinates anything is allowed
        constraint->project(x, start);
        for (std::size_t i = 0; i < d; ++i) {
          CHECK(numbers_of(x)[i] == Approx(once[i]).epsilon(1e-6));
          CHECK(once[i] <= 3);
        }
      }
}

TEST_CASE("objectives start inside their bounds, at a finite value, and are the same for any batch") {
  for (const auto& variant : contract::variants("objective")) {
    if (!contract::required_values(*variant.descriptor).empty()) continue;  // those of other rooms: a model, an image
    INFO(variant.to_string());
    const auto objective = variant.make<Objective>();
    const Point x = objective->start();
    CHECK(x.dim() == objective->dim());
    Point clipped = x.clone();
    objective->bounds().clip(clipped);
    CHECK(numbers_of(clipped) == numbers_of(x));
    const std::vector<Probe> probes(3, {&x, {}, nullptr, {}});
    std::vector<double> values(3);
    objective->evaluate(probes, values, {});
    CHECK(std::isfinite(values[0]));
    CHECK(values[1] == values[0]);
    double alone = 0;
    objective->evaluate({probes.data(), 1}, {&alone, 1}, {});
    CHECK(alone == values[0]);
    CHECK(numbers_of(variant.make<Objective>()->start()) == numbers_of(x));
    CHECK_FALSE(objective->name().empty());
  }
}
