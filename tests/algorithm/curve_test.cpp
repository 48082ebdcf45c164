#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/algorithm/run.hpp"

using namespace nilgrad;

TEST_CASE("a curve has the mean of every step's finite values") {
  Curve curve;
  CHECK(curve.points().empty());
  curve.add(3, 2);
  curve.add(0, 0);
  curve.add(5, 1);
  const auto points = curve.points();
  REQUIRE(points.size() == 3);
  CHECK(points[0].step == 1);
  CHECK(points[0].value == 1.5);
  CHECK(std::isnan(points[1].value));
  CHECK(points[2].value == 5);
  CHECK(curve.last() == 5);
}

TEST_CASE("a curve of many steps is of means over as many of them each as make it short, and loses none") {
  for (const std::int64_t steps : {511, 512, 513, 1023, 1024, 1025, 5000, 100003}) {
    Curve curve;
    for (std::int64_t step = 1; step <= steps; ++step) curve.add(2 * static_cast<double>(step), 2);
    const auto points = curve.points();
    INFO(steps << " steps, " << points.size() << " points");
    CHECK(points.size() <= Curve::most_points);
    CHECK(2 * points.size() + 2 >= std::min<std::size_t>(static_cast<std::size_t>(steps), Curve::most_points));
    CHECK(points.back().step == steps);
    double sum = 0;
    std::int64_t before = 0;
    for (const CurvePoint& point : points) {
      CHECK(point.value == static_cast<double>(before + 1 + point.step) / 2);
      sum += point.value * static_cast<double>(point.step - before);
      before = point.step;
    }
    CHECK(sum == static_cast<double>(steps * (steps + 1) / 2));
  }
}
