#include "runtime/algorithm/algorithm.hpp"

#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "runtime/algorithm/exchange.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;

namespace {

/// Says in a log that it was created and destroyed.
class Trace {
 public:
  Trace(std::vector<std::string>& log, std::string name) : log_(log), name_(std::move(name)) {
    log_.push_back("+" + name_);
  }
  ~Trace() { log_.push_back("-" + name_); }
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

 private:
  std::vector<std::string>& log_;
  std::string name_;
};

using Log = std::vector<std::string>;

Algorithm<double> sum_of_values(Exchange& exchange, const Point& base, int count, Log& log) {
  const Trace trace(log, "inner");
  for (int i = 0; i < count; ++i) exchange.ask(base);
  double sum = 0;
  for (const double value : co_await exchange.values()) sum += value;
  co_return sum;
}

Algorithm<double> twice(Exchange& exchange, const Point& base, Log& log) {
  const Trace trace(log, "outer");
  const double first = co_await sum_of_values(exchange, base, 2, log);
  const double second = co_await sum_of_values(exchange, base, 3, log);
  co_return 10 * first + second;
}

Algorithm<int> throwing(Exchange& exchange, const Point& base, bool before) {
  if (before) throw std::runtime_error("before any value");
  exchange.ask(base);
  co_await exchange.values();
  throw std::runtime_error("after the values");
}

Algorithm<int> around(Exchange& exchange, const Point& base, bool catches) {
  try {
    co_return co_await throwing(exchange, base, false);
  } catch (const std::runtime_error&) {
    if (!catches) throw;
  }
  exchange.ask(base);
  co_return static_cast<int>((co_await exchange.values())[0]);
}

Algorithm<void> nothing_asked(Exchange& exchange, const Point& base, std::vector<std::size_t>& counts) {
  exchange.ask(base);
  counts.push_back((co_await exchange.values()).size());
  counts.push_back((co_await exchange.values()).size());
}

const std::vector<double> one{1}, two{1, 2}, three{1, 2, 3};

}  // namespace

TEST_CASE("nothing of an algorithm runs before it is started") {
  Exchange exchange;
  const Point base = point_of({0});
  Log log;
  {
    const auto algorithm = twice(exchange, base, log);
    CHECK_FALSE(algorithm.done());
    CHECK(exchange.probes().empty());
  }
  CHECK(log.empty());
}

TEST_CASE("algorithms nest, each given the values it asked for") {
  Exchange exchange;
  const Point base = point_of({0});
  Log log;
  auto algorithm = twice(exchange, base, log);
  algorithm.start();
  REQUIRE(exchange.probes().size() == 2);
  exchange.tell(two);
  REQUIRE(exchange.probes().size() == 3);
  CHECK_FALSE(algorithm.done());
  exchange.tell(three);
  REQUIRE(algorithm.done());
  CHECK(exchange.probes().empty());
  CHECK(algorithm.take() == 36);
  CHECK(log == Log{"+outer", "+inner", "-inner", "+inner", "-inner", "-outer"});
}

TEST_CASE("dropping an algorithm drops its half-done step and all nested in it, innermost first") {
  Exchange exchange;
  const Point base = point_of({0});
  Log log;
  {
    auto algorithm = twice(exchange, base, log);
    algorithm.start();
    exchange.tell(two);
  }
  CHECK(log == Log{"+outer", "+inner", "-inner", "+inner", "-inner", "-outer"});
}

TEST_CASE("a moved algorithm goes on where it was") {
  Exchange exchange;
  const Point base = point_of({0});
  Log log;
  auto first = sum_of_values(exchange, base, 2, log);
  first.start();
  auto second = std::move(first);
  exchange.tell(two);
  CHECK(second.take() == 3);
  auto third = sum_of_values(exchange, base, 1, log);
  third = std::move(second);
  CHECK(third.done());
}

TEST_CASE("an exception leaves an algorithm through take") {
  Exchange exchange;
  const Point base = point_of({0});
  auto at_once = throwing(exchange, base, true);
  at_once.start();
  REQUIRE(at_once.done());
  CHECK_THROWS_WITH(at_once.take(), "before any value");

  auto later = throwing(exchange, base, false);
  later.start();
  exchange.tell(one);
  REQUIRE(later.done());
  CHECK_THROWS_WITH(later.take(), "after the values");
}

TEST_CASE("an exception of a nested algorithm reaches the one around it, which may catch it and go on") {
  Exchange exchange;
  const Point base = point_of({0});
  auto passing = around(exchange, base, false);
  passing.start();
  exchange.tell(one);
  REQUIRE(passing.done());
  CHECK_THROWS_WITH(passing.take(), "after the values");

  auto catching = around(exchange, base, true);
  catching.start();
  exchange.tell(one);
  REQUIRE_FALSE(catching.done());
  exchange.tell(std::vector<double>{7});
  CHECK(catching.take() == 7);
}

TEST_CASE("an algorithm that asked nothing is given nothing and does not sleep") {
  Exchange exchange;
  const Point base = point_of({0});
  std::vector<std::size_t> counts;
  auto algorithm = nothing_asked(exchange, base, counts);
  algorithm.start();
  exchange.tell(one);
  CHECK(algorithm.done());
  CHECK(counts == std::vector<std::size_t>{1, 0});
}
