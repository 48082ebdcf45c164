#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/optimizer/optimizing.hpp"

using namespace nilgrad;
using catalog::make;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Where three_points goes from 0 with f(0) and the values on both sides: 0, +1 or −1 of its step.
int side_taken(double here, double plus, double minus) {
  const auto run = start_run(make<Optimizer>("three_points", {{"sigma", 0.5}}), point_of({0}), settings_of(3));
  run->tell(std::vector<double>{here});
  const double up = point_of_probe(run->ask()[0])[0], down = point_of_probe(run->ask()[1])[0];
  CHECK(up == -down);
  run->tell(std::vector<double>{plus, minus});
  const double last = numbers_of(run->iterate())[0];
  return last == up ? 1 : last == down ? -1 : last == 0 ? 0 : 9;
}

}  // namespace

TEST_CASE("three points takes the better side, and neither where the middle is as good") {
  CHECK(side_taken(1, 0.5, 0.7) == 1);
  CHECK(side_taken(1, 0.7, 0.5) == -1);
  CHECK(side_taken(1, 1, 1) == 0);
  CHECK(side_taken(1, 2, 3) == 0);
  CHECK(side_taken(std::nan(""), 2, 3) == 1);
  CHECK(side_taken(1, -infinity, 0.5) == -1);
  CHECK(side_taken(1, std::nan(""), infinity) == 0);
}

TEST_CASE("three points finds a bowl's bottom with two evaluations a step and one for the start") {
  const auto falling = part("schedule", "cosine", {{"from", 0.2}, {"to", 0.001}});
  const auto outcome = optimize(make<Optimizer>("three_points", {{"sigma", falling}}), std::vector<double>(10, 1.0),
                                sum_of_squares, settings_of(4000));
  CHECK(outcome.result.evaluations == 3999);
  CHECK(outcome.result.steps == 1999);
  CHECK(outcome.result.value < 1e-3);
  CHECK(sum_of_squares(outcome.last) == outcome.result.value);
}
