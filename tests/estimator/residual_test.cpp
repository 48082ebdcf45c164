#include <catch2/catch.hpp>
#include <cmath>

#include "tests/estimator/estimating.hpp"

using namespace nilgrad;
using catalog::make;

namespace {

/// The scalars of an estimate made from these values, in the order asked for.
std::vector<double> scalars(Estimator& estimator, std::vector<double> values) {
  std::size_t next = 0;
  const Estimate estimate = estimate_of(estimator, point_of({1, 2}), [&](auto) { return values.at(next++); });
  REQUIRE(next == values.size());
  std::vector<double> scales;
  for (const Term& term : estimate.terms) scales.push_back(term.scale);
  return scales;
}

using Scalars = std::vector<double>;
const double failure = std::nan("");

}  // namespace

TEST_CASE("residual feedback takes each value less the one before it, over estimates, and f(x) before the first") {
  const auto estimator = make<Estimator>("residual", {{"queries", std::int64_t{2}}, {"h", 0.5}});
  CHECK(scalars(*estimator, {1, 4, 5}) == Scalars{3 / 0.5 / 2, 1 / 0.5 / 2});
  CHECK(scalars(*estimator, {7, 3}) == Scalars{2 / 0.5 / 2, -4 / 0.5 / 2});
  CHECK(scalars(*estimator, {3, 3}) == Scalars{0, 0});
  CHECK(estimator->evaluations(2, 0) == 3);
  CHECK(estimator->evaluations(2, 1) == 2);
}

TEST_CASE("residual feedback leaves a failed value out, and goes on from the last that did not fail") {
  const auto estimator = make<Estimator>("residual", {{"queries", std::int64_t{3}}, {"h", 1.0}});
  CHECK(scalars(*estimator, {failure, 4, failure, 6}) == Scalars{2});
  CHECK(scalars(*estimator, {failure, failure, failure}).empty());
  CHECK(scalars(*estimator, {9, failure, 12}) == Scalars{1.5, 1.5});
}

TEST_CASE("residual feedback that was dropped half done still asks for f(x) first") {
  const auto estimator = make<Estimator>("residual");
  Exchange exchange;
  const Point x = point_of({1, 2});
  {
    auto dropped = estimator->estimate(exchange, x, Key::from(1, Purpose::direction));
    dropped.start();
  }
  scalars(*estimator, {1, 2});
}
