#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "runtime/error.hpp"
#include "runtime/random/uniform.hpp"
#include "runtime/study/space/domain.hpp"

namespace nilgrad::study {
namespace {

const std::vector<Domain>& examples() {
  static const std::vector<Domain> all{
      Domain::real(-2, 3),
      Domain::real(1e-8, 1e8, true),
      Domain::real(0, 1, false, 0.1),
      Domain::real(0, 0.95, false, 0.1),
      Domain::real(5, 5),
      Domain::real(-1e300, 1e300),
      Domain::integer(-3, 4),
      Domain::integer(1, 1000, true),
      Domain::integer(7, 7),
      Domain::integer(7, 7, true),
      Domain::integer(2, 11, false, 3),
      Domain::integer(-(std::int64_t{1} << 53), std::int64_t{1} << 53),
      Domain::choice({Value(false), Value(true)}),
      Domain::choice({Value(std::string("a")), Value(std::int64_t{1}), Value(1.5), Value(true)}),
      Domain::permutation(1),
      Domain::permutation(7),
  };
  return all;
}

std::map<Value, int> counts_of(const Domain& domain, int draws) {
  std::map<Value, int> counts;
  Generator random(Key::from(1, Purpose::draw));
  for (int i = 0; i < draws; ++i) ++counts[domain.at(random.uniform())];
  return counts;
}

}  // namespace

TEST_CASE("every value that a domain gives is in it, at both ends of the unit interval too") {
  Generator random(Key::from(3, Purpose::draw));
  for (const Domain& domain : examples()) {
    INFO(domain.to_string());
    std::vector<double> u(domain.coordinates());
    for (int i = 0; i < 200; ++i) {
      for (double& each : u) each = i == 0 ? 0.0 : i == 1 ? 1.0 : random.uniform();
      CHECK(domain.contains(domain.at(u)));
    }
  }
}

TEST_CASE("the place of a value gives the value again") {
  Generator random(Key::from(4, Purpose::draw));
  for (const Domain& domain : examples()) {
    INFO(domain.to_string());
    std::vector<double> u(domain.coordinates());
    for (int i = 0; i < 200; ++i) {
      for (double& each : u) each = random.uniform();
      const Value value = domain.at(u);
      domain.locate(value, u);
      const Value again = domain.at(u);
      if (domain.count() == 0 && domain.kind() == Domain::Kind::real)
        CHECK(std::get<double>(again) == Approx(std::get<double>(value)).epsilon(1e-12).margin(1e-12));
      else
        CHECK(again == value);
    }
  }
}

TEST_CASE("both ends of a range are reached") {
  CHECK(Domain::real(-2, 3).at(0.0) == Value(-2.0));
  CHECK(Domain::real(-2, 3).at(1.0) == Value(3.0));
  CHECK(Domain::real(1e-8, 1e8, true).at(0.0) == Value(1e-8));
  CHECK(Domain::real(1e-8, 1e8, true).at(1.0) == Value(1e8));
  CHECK(Domain::integer(1, 1000, true).at(0.0) == Value(std::int64_t{1}));
  CHECK(Domain::integer(1, 1000, true).at(1.0) == Value(std::int64_t{1000}));
}

TEST_CASE("steps, integers and choices are uniform, their ends as likely as the middle") {
  for (const Domain& domain :
       {Domain::real(0, 0.95, false, 0.1), Domain::integer(1, 10), Domain::integer(0, 45, false, 5)}) {
    INFO(domain.to_string());
    const auto counts = counts_of(domain, 20000);
    CHECK(counts.size() == 10);
    for (const auto& [value, count] : counts) CHECK(std::abs(count - 2000) < 4.5 * std::sqrt(2000 * 0.9));
  }
}

TEST_CASE("a log int gives each value the mass of its cell, both ends included") {
  const auto counts = counts_of(Domain::integer(1, 4, true), 40000);
  CHECK(counts.size() == 4);
  for (const auto& [value, count] : counts) {
    const auto k = static_cast<double>(std::get<std::int64_t>(value));
    const double expected = 40000 * std::log((k + 0.5) / (k - 0.5)) / std::log(4.5 / 0.5);
    CHECK(std::abs(count - expected) < 4.5 * std::sqrt(expected));
  }
}

TEST_CASE("a step that does not divide the range ends at the last value reached") {
  CHECK(Domain::real(0, 0.95, false, 0.1).high() == Approx(0.9));
  CHECK(Domain::integer(2, 12, false, 3).high() == 11);
  CHECK(Domain::real(0, 0.3, false, 0.1).count() == 4);  // 0.3 / 0.1 is a little less than 3 in doubles
}

TEST_CASE("all orders of three items come up, equally often") {
  const Domain domain = Domain::permutation(3);
  Generator random(Key::from(5, Purpose::draw));
  std::map<Value, int> counts;
  for (int i = 0; i < 12000; ++i) {
    const std::vector<double> u{random.uniform(), random.uniform(), random.uniform()};
    ++counts[domain.at(u)];
  }
  CHECK(counts.size() == 6);
  for (const auto& [order, count] : counts) CHECK(std::abs(count - 2000) < 4.5 * std::sqrt(2000 * 5 / 6.));
}

TEST_CASE("domains and values keep every bit through JSON") {
  for (const Domain& domain : examples()) {
    INFO(domain.to_json());
    CHECK(Domain::from_json(domain.to_json()) == domain);
  }
  for (const Value& value : {Value(0.1), Value(-0.0), Value(5e-324), Value(1e300), Value(HUGE_VAL), Value(3.0),
                             Value(std::int64_t{3}), Value(true), Value(std::string("'; DROP TABLE trial; --")),
                             Value(std::string("é\n\"")), Value(std::vector<std::int64_t>{2, 1})}) {
    INFO(to_json(value));
    const Value again = value_from_json(to_json(value));
    CHECK(again == value);
    CHECK(again.index() == value.index());
    if (const auto* number = std::get_if<double>(&value))
      CHECK(std::signbit(std::get<double>(again)) == std::signbit(*number));
  }
  CHECK(std::isnan(std::get<double>(value_from_json(to_json(Value(std::nan("")))))));
}

TEST_CASE("what is no domain is refused, naming what is wrong") {
  CHECK_THROWS_WITH(Domain::real(3, 1), Catch::Contains("the lower bound 3 is above the upper bound 1"));
  CHECK_THROWS_WITH(Domain::real(0, 1, true), Catch::Contains("log needs a lower bound above 0, got 0"));
  CHECK_THROWS_WITH(Domain::real(0, HUGE_VAL), Catch::Contains("finite"));
  CHECK_THROWS_WITH(Domain::real(std::nan(""), 1), Catch::Contains("finite"));
  CHECK_THROWS_WITH(Domain::real(1, 2, true, 0.1), Catch::Contains("log and step"));
  CHECK_THROWS_WITH(Domain::integer(1, 5, false, 0), Catch::Contains("step must be at least 1, got 0"));
  CHECK_THROWS_WITH(Domain::choice({}), Catch::Contains("at least one value"));
  CHECK_THROWS_WITH(Domain::choice({Value(1.5), Value(1.5)}), Catch::Contains("1.5 twice"));
  CHECK_THROWS_WITH(Domain::permutation(0), Catch::Contains("1 to 1000000 items, got 0"));
  CHECK_THROWS_AS(Domain::from_json("{\"kind\":\"float\"}"), Error);
  CHECK_THROWS_AS(Domain::from_json("nonsense"), Error);
}

TEST_CASE("a value is taken in the domain's own type, or refused by name") {
  CHECK(Domain::integer(1, 5).exact(Value(3.0), "n") == Value(std::int64_t{3}));
  CHECK(Domain::real(1, 5).exact(Value(std::int64_t{3}), "x") == Value(3.0));
  CHECK_THROWS_WITH(Domain::integer(1, 5).exact(Value(3.5), "n"), Catch::Contains("the value 3.5 of 'n'"));
  CHECK_THROWS_WITH(Domain::real(1, 5).exact(Value(std::string("3")), "x"), Catch::Contains("of 'x'"));
  CHECK_THROWS_WITH(Domain::permutation(2).exact(Value(std::vector<std::int64_t>{1, 1}), "p"),
                    Catch::Contains("of 'p'"));
}

}  // namespace nilgrad::study
