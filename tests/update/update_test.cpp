#include "runtime/update/update.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "runtime/catalog/catalog.hpp"
#include "runtime/perturbation/axis.hpp"
#include "tests/algorithm/points.hpp"

using namespace nilgrad;
using catalog::make, catalog::Recipes, catalog::Values;

namespace {

const Axes axes;

/// An estimate that is this vector.
Estimate estimate_of(const std::vector<double>& gradient) {
  Estimate estimate;
  for (std::size_t i = 0; i < gradient.size(); ++i) estimate.terms.push_back({gradient[i], axes.unit(i)});
  return estimate;
}

/// x after a step along each gradient in turn.
std::vector<double> after(Update& update, Point x, const std::vector<std::vector<double>>& gradients) {
  Progress progress{0, static_cast<std::int64_t>(gradients.size())};
  for (const auto& gradient : gradients) {
    update.step(x, estimate_of(gradient), progress);
    ++progress.step;
  }
  return numbers_of(x);
}

void check_near(const std::vector<double>& numbers, const std::vector<double>& expected, double tolerance = 1e-14) {
  REQUIRE(numbers.size() == expected.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) CHECK(numbers[i] == Approx(expected[i]).margin(tolerance));
}

}  // namespace

TEST_CASE("sgd steps against the estimate by its rate") {
  check_near(after(*make<Update>("sgd", {{"lr", 0.1}}), point_of({1, 2}), {{3, -4}, {10, 0}}), {-0.3, 2.4});
}

TEST_CASE("normalized sgd steps by its rate whatever the estimate's length, and stays at length 0") {
  const auto update = make<Update>("sgd", {{"lr", 0.5}, {"normalized", true}});
  check_near(after(*update, point_of({1, 2}), {{3e8, -4e8}}), {0.7, 2.4});
  check_near(after(*update, point_of({1, 2}), {{3e-8, -4e-8}, {0, 0}}), {0.7, 2.4});
}

TEST_CASE("momentum adds to what is left of the steps before") {
  const auto update = make<Update>("momentum", {{"lr", 0.1}, {"momentum", 0.5}});
  // m: (1, 0), (0.5, 2), (0.25, 1)
  check_near(after(*update, point_of({0, 0}), {{1, 0}, {0, 2}, {0, 0}}), {-0.175, -0.3});
}

TEST_CASE("normalized momentum steps by its rate along the momentum") {
  const auto update = make<Update>("momentum", {{"lr", 0.1}, {"momentum", 0.5}, {"normalized", true}});
  // m: (6, 8) of length 10, then (3, 4) + (0, -8) = (3, -4) of length 5
  check_near(after(*update, point_of({0, 0}), {{6, 8}, {0, -8}}), {-0.12, 0.0});
}

TEST_CASE("sign steps by its rate in every coordinate whose estimate is not 0") {
  check_near(after(*make<Update>("sign", {{"lr", 0.1}}), point_of({1, 1, 1}), {{1e-9, -1e9, 0}}), {0.9, 1.1, 1});
}

TEST_CASE("sign with momentum takes the sign of the mean") {
  const auto update = make<Update>("sign", {{"lr", 1.0}, {"momentum", 0.75}});
  // m: 1/4·4 = 1, then 3/4 − 1/4·1 = 1/2, then 3/8 − 1/4·2 = −1/8
  check_near(after(*update, point_of({0}), {{4}}), {-1});
  check_near(after(*make<Update>("sign", {{"lr", 1.0}, {"momentum", 0.75}}), point_of({0}), {{4}, {-1}, {-2}}), {-1});
}

TEST_CASE("adam's first step is its rate in every coordinate, and later ones follow its moments") {
  const auto update = make<Update>("adam", {{"lr", 0.1}, {"epsilon", 1e-300}});
  check_near(after(*update, point_of({1, 1}), {{1e-3, -1e3}}), {0.9, 1.1});

  // By hand for gradients 1, then 3, with β₁ = 0.5, β₂ = 0.75.
  const auto second = make<Update>("adam", {{"lr", 1.0}, {"beta1", 0.5}, {"beta2", 0.75}, {"epsilon", 1e-300}});
  const double m = 0.5 * 0.5 + 0.5 * 3, v = 0.75 * 0.25 + 0.25 * 9;
  const double expected = -1 - (m / (1 - 0.25)) / std::sqrt(v / (1 - 0.5625));
  check_near(after(*second, point_of({0}), {{1}, {3}}), {expected});
}

TEST_CASE("adam divides by no less than epsilon") {
  check_near(after(*make<Update>("adam", {{"lr", 1.0}, {"epsilon", 1.0}}), point_of({0}), {{1e-6}}), {-1e-6}, 1e-11);
}

TEST_CASE("adam in float32 keeps a second moment for every beta2 that it accepts") {
  for (const double beta2 : {0.9, 0.999, 0.99999999, 0.999999999}) {
    const auto update = make<Update>("adam", {{"lr", 0.5}, {"beta2", beta2}});
    check_near(after(*update, point_of({1, 1}, DType::float32), {{2, -7}}), {0.5, 1.5}, 1e-4);
  }
}

TEST_CASE("a schedule is asked for the rate of each step") {
  const auto rate = catalog::recipe("schedule", "inverse_sqrt", {{"from", 1.0}});
  const auto update = make<Update>("sgd", {{"lr", catalog::Recipes{rate}}});
  check_near(after(*update, point_of({0}), {{1}, {1}, {1}, {1}}), {-1 - 1 / std::sqrt(2.0) - 1 / std::sqrt(3.0) - 0.5});
}

TEST_CASE("updates keep a float32 point in float32") {
  for (const char* name : {"sgd", "momentum", "sign", "adam", "clip_value"}) {
    const Point x = point_of({1, 1}, DType::float32);
    const auto update = make<Update>(name, {{std::string(name) == "clip_value" ? "most" : "lr", 0.25}});
    Point moved = x.clone();
    update->step(moved, estimate_of({1, -1}), {0, 1});
    CHECK(moved.tensors[0].dtype() == DType::float32);
    check_near(numbers_of(moved), {0.75, 1.25}, 1e-6);
  }
}

TEST_CASE("Nesterov's momentum adds the gradient once more than the momentum") {
  const auto update = make<Update>("nesterov", {{"lr", 0.1}, {"momentum", 0.5}});
  // m: 1, 2.5; steps 1 + 0.5, 2 + 1.25
  check_near(after(*update, point_of({0}), {{1}, {2}}), {-0.475});
}

TEST_CASE("adamm's second moment never falls, and nothing is corrected") {
  const auto update = make<Update>("adamm", {{"lr", 1.0}, {"beta1", 0.5}, {"beta2", 0.75}});
  // m: 2, 1 + 1/2; v: 4, 3 + 1/4 < 4, so v̂ stays 4
  check_near(after(*update, point_of({0}), {{4}}), {-1.0});
  check_near(after(*make<Update>("adamm", {{"lr", 1.0}, {"beta1", 0.5}, {"beta2", 0.75}}), point_of({0}), {{4}, {1}}),
             {-1.75});
  const auto least = make<Update>("adamm", {{"lr", 1.0}, {"beta1", 0.0}, {"epsilon", 10.0}});
  check_near(after(*least, point_of({0, 0}), {{1, 0}}), {-0.1, 0});
}

TEST_CASE("spsa's first step is as long as asked for, and later ones fall by Spall's power") {
  const auto update = make<Update>("spsa", {{"step", 0.5}, {"stability", 1.0}});
  const auto first = after(*update, point_of({0, 0}), {{3e6, -4e6}});
  CHECK(std::sqrt((first[0] * first[0] + first[1] * first[1]) / 2) == Approx(0.5));
  CHECK(first[0] / first[1] == Approx(-0.75));
  const auto same = make<Update>("spsa", {{"step", 0.5}, {"stability", 1.0}});
  check_near(after(*same, point_of({0}), {{7}, {7}}), {-0.5 - 0.5 * std::pow(2.0 / 3, 0.602)});
}

TEST_CASE("spsa gives no huge step after a small first estimate, and none after one of 0") {
  const auto update = make<Update>("spsa", {{"step", 0.5}, {"exponent", 0.0}});
  check_near(after(*update, point_of({0}), {{0}, {1e-9}, {1}}), {-0.5 * std::sqrt(2.0) - 0.5 * std::sqrt(3.0)}, 1e-8);
}

TEST_CASE("a chain's parts work on what the parts before made of the estimate") {
  const auto chain = [](Recipes parts) { return make<Update>("chain", {{"updates", std::move(parts)}}); };
  const auto update = [](const char* name, Values values = {}) {
    return catalog::recipe("update", name, std::move(values));
  };
  const auto half = update("scale", {{"factor", 0.5}});
  check_near(after(*chain({update("clip_norm", {{"most", 1.0}}), half}), point_of({0, 0}), {{3, 4}}), {-0.3, -0.4});
  check_near(after(*chain({update("clip_norm", {{"most", 9.0}}), half}), point_of({0, 0}), {{3, 4}}), {-1.5, -2});
  check_near(after(*chain({update("clip_value", {{"most", 2.0}}), half}), point_of({0, 0, 0}), {{3, -4, 1}}),
             {-1, 1, -0.5});
  check_near(after(*chain({update("normalize"), half}), point_of({0, 0}), {{3, 4}, {0, 0}}), {-0.3, -0.4});
  check_near(after(*chain({half, update("weight_decay", {{"decay", 0.25}})}), point_of({8}), {{2}}), {8 - 1 - 2});
  check_near(after(*chain({update("weight_decay", {{"decay", 0.25}}), half}), point_of({8}), {{2}}),
             {8 - 0.5 * (2 + 2)});
  check_near(after(*chain({update("trace", {{"decay", 0.5}}), half}), point_of({0}), {{4}, {0}, {0}}), {-2 - 1 - 0.5});
  // lengths behind element-by-element parts: adam's first step is (±0.1, ±0.1), cut to length 0.1
  const auto adam = update("adam", {{"lr", 0.1}, {"epsilon", 1e-300}});
  const double diagonal = 0.1 / std::sqrt(2.0);
  check_near(after(*chain({adam, update("clip_norm", {{"most", 0.1}})}), point_of({0, 0}), {{9, -7}}),
             {-diagonal, diagonal});
  check_near(after(*make<Update>("chain"), point_of({5}), {{2}}), {3});
}

TEST_CASE("accumulated estimates are passed on as their mean, and what follows waits") {
  const auto momentum = catalog::recipe("update", "momentum", {{"lr", 1.0}, {"momentum", 0.5}});
  const auto two = catalog::recipe("update", "accumulate", {{"steps", std::int64_t{2}}});
  const auto update = make<Update>("chain", {{"updates", Recipes{two, momentum}}});
  check_near(after(*update, point_of({0}), {{1}}), {0});
  check_near(after(*update, point_of({0}), {{3}}), {-2});
  check_near(after(*update, point_of({0}), {{8}, {4}}), {-7});  // m: 2, 1 + 6
}

TEST_CASE("a step's norm runs over all tensors, whatever was made of the estimate") {
  Point x = point_of({0, 0});
  x.tensors.push_back(point_of({0}, DType::float32).tensors[0]);
  const Estimate estimate = estimate_of({3, 0, 4});
  Step u(estimate.terms, x);
  CHECK(u.norm() == 5);
  u.scale(2);
  CHECK(u.norm() == 10);
  CHECK(u.terms().size() == 3);
  u.map([](const Slice&, auto elements) {
    for (auto& element : elements) element += 1;
  });
  u.scale(0.5);
  CHECK(u.norm() == Approx(std::sqrt(3.5 * 3.5 + 0.5 * 0.5 + 4.5 * 4.5)));
  CHECK(u.terms().empty());
  u.subtract_from(x, {}, -1);
  check_near(numbers_of(x), {3.5, 0.5, 4.5});
}

TEST_CASE("ten thousand steps of a thousandth of a unit in the last place move a 16-bit weight by ten units",
          "[update]") {
  const auto sgd = make<Update>("sgd", Values{{"lr", 1.0}});
  struct Case {
    DType dtype;
    double weight, unit;
  };
  for (const Case& c : {Case{DType::bfloat16, 0.0625, 0x1p-11}, Case{DType::float16, 0.0625, 0x1p-14}}) {
    const std::size_t count = 256;
    Point x(Tensor::full({count}, c.weight, c.dtype)), nearest(Tensor::full({count}, c.weight, c.dtype));
    Progress progress{0, 10000};
    const Key rounding = Key::from(5, Purpose::rounding);
    std::vector<float> moved(count);
    for (; progress.step < progress.steps; ++progress.step) {
      progress.rounding = rounding.at_step(static_cast<std::uint64_t>(progress.step));
      sgd->step(x, estimate_of(std::vector<double>(count, -c.unit / 1000)), progress);
    }
    for (int step = 0; step < 100; ++step) {  // what rounding to nearest would do: nothing
      widen(nearest.tensors[0], 0, moved);
      for (float& element : moved) element += static_cast<float>(c.unit / 1000);
      narrow(moved, nearest.tensors[0], 0);
    }
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
      sum += x.tensors[0].at(i);
      CHECK(nearest.tensors[0].at(i) == c.weight);
    }
    // Each step goes up one unit with probability 1/1000: ten units in the mean, of standard deviation √10 / √count.
    const double units = (sum / count - c.weight) / c.unit;
    CHECK(std::abs(units - 10) < 4 * std::sqrt(10.0 / count));
  }
}

TEST_CASE("updates keep their state for 16-bit points in float32", "[update]") {
  for (const char* name : {"momentum", "adam", "nesterov", "adamm"}) {
    const auto update = make<Update>(name, Values{});
    Point half(Tensor::full({4}, 1, DType::bfloat16)), single(Tensor::full({4}, 1, DType::float32));
    update->step(half, estimate_of({1, -1, 2, 0}), {0, 10});
    make<Update>(name, Values{})->step(single, estimate_of({1, -1, 2, 0}), {0, 10});
    for (std::size_t i = 0; i < 4; ++i) CHECK(half.tensors[0].at(i) == Approx(single.tensors[0].at(i)).margin(0x1p-7));
  }
}

TEST_CASE("weight decay of matrices only leaves vectors to the gradient") {
  Point x;
  x.tensors.push_back(Tensor::full({2, 2}, 8, DType::float32));
  x.tensors.push_back(Tensor::full({3}, 8, DType::float32));
  const auto decay = make<Update>("weight_decay", {{"decay", 0.25}, {"matrices_only", true}});
  Estimate estimate;
  for (std::uint64_t i = 0; i < 7; ++i) estimate.terms.push_back({1, axes.unit(i)});
  decay->step(x, estimate, {});
  for (std::size_t i = 0; i < 4; ++i) CHECK(x.tensors[0].at(i) == 8 - 1 - 2);
  for (std::size_t i = 0; i < 3; ++i) CHECK(x.tensors[1].at(i) == 8 - 1);
}
