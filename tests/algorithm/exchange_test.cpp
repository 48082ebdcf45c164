#include "runtime/algorithm/exchange.hpp"

#include <catch2/catch.hpp>

#include "runtime/algorithm/algorithm.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/axis.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {

const Axes axes;

Algorithm<double> ask_along_axes(Exchange& exchange, const Point& base) {
  exchange.set_sample(Key::from(1, Purpose::sample));
  exchange.ask(base);
  exchange.ask(base, {{0.5, axes.unit(1)}});
  exchange.ask(base, {{2, axes.unit(0)}, {-3, axes.unit(2)}});
  const auto f = co_await exchange.values();
  co_return f[0] + 10 * f[1] + 100 * f[2];
}

}  // namespace

TEST_CASE("probes come in the order they were asked for, each with its own terms, base and sample") {
  Exchange exchange;
  const Point base = point_of({1, 2, 3});
  auto algorithm = ask_along_axes(exchange, base);
  algorithm.start();
  REQUIRE(exchange.probes().size() == 3);
  CHECK(point_of_probe(exchange.probes()[0]) == std::vector<double>{1, 2, 3});
  CHECK(point_of_probe(exchange.probes()[1]) == std::vector<double>{1, 2.5, 3});
  CHECK(point_of_probe(exchange.probes()[2]) == std::vector<double>{3, 2, 0});
  for (const Probe& probe : exchange.probes()) {
    CHECK(probe.base == &base);
    CHECK(probe.sample == Key::from(1, Purpose::sample));
  }
  exchange.tell(std::vector<double>{1, 2, 3});
  CHECK(algorithm.take() == 321);
}

TEST_CASE("telling a wrong count of values is refused and changes nothing") {
  Exchange exchange;
  const Point base = point_of({1, 2, 3});
  auto algorithm = ask_along_axes(exchange, base);
  algorithm.start();
  CHECK_THROWS_WITH(exchange.tell(std::vector<double>{1, 2}), "values told: 2, points asked for: 3");
  CHECK_THROWS_WITH(exchange.tell({}), "values told: 0, points asked for: 3");
  CHECK(exchange.probes().size() == 3);
  exchange.tell(std::vector<double>{1, 2, 3});
  CHECK(algorithm.done());
  CHECK_THROWS_AS(exchange.tell({}), Error);
}

TEST_CASE("materialised probes stay within the bounds") {
  const Bounds bounds{{0}, {1.5, 2.25, 9}};
  Exchange exchange(&bounds);
  const Point base = point_of({1, 2, 3});
  auto algorithm = ask_along_axes(exchange, base);
  algorithm.start();
  CHECK(point_of_probe(exchange.probes()[1]) == std::vector<double>{1, 2.25, 3});
  CHECK(point_of_probe(exchange.probes()[2]) == std::vector<double>{1.5, 2, 0});
  CHECK(exchange.bounds().upper_at(1) == 2.25);
  CHECK(Exchange().bounds().empty());
}

TEST_CASE("a float32 point is materialised in float32") {
  const Point base = point_of({1, 2, 3}, DType::float32);
  const Term terms[] = {{1e-9, axes.unit(0)}, {0.1, axes.unit(1)}};
  Point out = base.clone();
  materialise({&base, terms, nullptr, {}}, out);
  CHECK(numbers_of(out) == std::vector<double>{1, double{2.1f}, 3});
  CHECK(out.tensors[0].dtype() == DType::float32);
}
