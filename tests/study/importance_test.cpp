#include "runtime/study/importance.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "runtime/random/uniform.hpp"

using namespace nilgrad::study;
using nilgrad::Generator;
using nilgrad::Key;
using nilgrad::Purpose;

namespace {

using Domains = std::vector<std::pair<std::string, Domain>>;
using Objective = std::function<double(const Trial&)>;

double number(const Trial& trial, const char* name) { return std::get<double>(trial.parameter(name)->value); }

/// Random trials of an objective; a parameter is left out of a trial where `asked` says so.
std::map<std::string, double> shares(
    const Domains& domains, std::int64_t count, const Objective& objective,
    const std::function<bool(const Trial&, const std::string&)>& asked = [](const Trial&,
                                                                            const std::string&) { return true; },
    bool maximize = false) {
  History history(5, {maximize});
  Generator random(Key::from(5, Purpose::draw));
  for (std::int64_t n = 0; n < count; ++n) {
    Trial trial;
    trial.number = n;
    trial.state = State::complete;
    for (const auto& [name, domain] : domains)
      if (asked(trial, name))
        trial.parameters.push_back({name, std::make_shared<const Domain>(domain), domain.at(random.uniform())});
    trial.values = {objective(trial)};
    history.update(std::move(trial));
  }
  std::map<std::string, double> found;
  for (const Importance& one : importances(history)) found[one.name] = one.share;
  return found;
}

const Domain unit = Domain::real(0, 1);

}  // namespace

TEST_CASE("importances of a linear function are the squares of its slopes") {
  const auto linear = [](const Trial& t) { return 4 * number(t, "a") + 2 * number(t, "b") + number(t, "c"); };
  auto found = shares({{"a", unit}, {"b", unit}, {"c", unit}, {"none", unit}}, 300, linear);
  CHECK(found["a"] == Approx(16.0 / 21).margin(0.05));
  CHECK(found["b"] == Approx(4.0 / 21).margin(0.05));
  CHECK(found["c"] == Approx(1.0 / 21).margin(0.04));
  CHECK(found["none"] < 0.01);
}

TEST_CASE("importances of Ishigami's function are near its first-order Sobol indices, 0.3139, 0.4424 and 0") {
  const Domain angle = Domain::real(-M_PI, M_PI);
  const auto ishigami = [](const Trial& t) {
    return std::sin(number(t, "a")) + 7 * std::pow(std::sin(number(t, "b")), 2) +
           0.1 * std::pow(number(t, "c"), 4) * std::sin(number(t, "a"));
  };
  auto found = shares({{"a", angle}, {"b", angle}, {"c", angle}}, 1000, ishigami);
  CHECK(found["a"] == Approx(0.3139 / 0.7563).margin(0.09));
  CHECK(found["b"] == Approx(0.4424 / 0.7563).margin(0.09));
  CHECK(found["c"] < 0.05);
}

TEST_CASE("logarithms and choices count along their own scales, and maximizing changes nothing") {
  const Domains domains{
      {"lr", Domain::real(1e-6, 1, true)},
      {"kind", Domain::choice({Value(std::string("x")), Value(std::string("y")), Value(std::string("z"))})}};
  const auto objective = [](const Trial& t) {
    const std::string kind = std::get<std::string>(t.parameter("kind")->value);
    return std::log10(number(t, "lr")) / 6 + (kind == "y" ? 1 : 0);  // variances 1/12 and 2/9
  };
  auto found = shares(domains, 400, objective);
  CHECK(found["kind"] == Approx(8.0 / 11).margin(0.06));
  auto turned = shares(
      domains, 400, [&](const Trial& t) { return -objective(t); },
      [](const Trial&, const std::string&) { return true; }, true);
  CHECK(turned["kind"] == Approx(found["kind"]).margin(1e-12));
}

TEST_CASE("a conditional parameter counts among the trials that have it, by their number") {
  const Domains domains{{"branch", Domain::choice({Value(false), Value(true)})}, {"a", unit}, {"only", unit}};
  const auto asked = [](const Trial& t, const std::string& name) {
    return name != "only" || std::get<bool>(t.parameter("branch")->value);
  };
  const auto objective = [](const Trial& t) {
    const Parameter* only = t.parameter("only");
    return number(t, "a") + (only ? 2 * (std::get<double>(only->value) - 0.5) : 0);
  };
  auto found = shares(domains, 400, objective, asked);
  CHECK(found["a"] == Approx(1.0 / 3).margin(0.07));  // 1/12 against half of 4/12
  CHECK(found["only"] == Approx(2.0 / 3).margin(0.07));
  CHECK(found["branch"] < 0.05);
}

TEST_CASE("one diverged trial does not take all of the importance") {
  int n = 0;
  auto found = shares({{"a", unit}, {"b", unit}}, 200,
                      [&](const Trial& t) { return n++ == 7 ? 1e9 : 3 * number(t, "a") + number(t, "b"); });
  CHECK(found["a"] == Approx(0.9).margin(0.05));
}

TEST_CASE("nothing to go by gives no importance") {
  CHECK(importances(History(1, {false})).empty());
  auto few = shares({{"a", unit}}, 3, [](const Trial& t) { return number(t, "a"); });
  CHECK(few["a"] == 0);
  auto flat = shares({{"a", unit}, {"b", unit}}, 30, [](const Trial&) { return 1.0; });
  CHECK(flat["a"] + flat["b"] == 0);
}
