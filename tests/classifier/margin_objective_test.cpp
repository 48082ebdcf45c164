#include "runtime/classifier/margin_objective.hpp"

#include <catch2/catch.hpp>

#include "runtime/classifier/margin.hpp"

using namespace nilgrad;

namespace {

// Logits of linear.onnx at (x0, x1): x0, 2 x1, 0.5.
Classifier linear() { return Classifier::load("tests/data/onnx/linear.onnx"); }

Tensor image(float x0, float x1, DType dtype = DType::float32) {
  Tensor x({2}, dtype);
  x.set(0, x0);
  x.set(1, x1);
  return x;
}

double value(MarginObjective& f, const Tensor& x) {
  const Point point(x);
  const Probe probe{&point, {}, nullptr, {}};
  double result = 0;
  f.evaluate({&probe, 1}, {&result, 1}, {});
  return result;
}

MarginObjective::Options untargeted(std::int64_t label, std::string loss = "margin") {
  return {label, {}, std::move(loss)};
}

}  // namespace

TEST_CASE("the margin of an image is an objective over its pixels") {
  MarginObjective f(linear(), image(1, 0.25), untargeted(0));
  CHECK(f.dim() == 2);
  CHECK(f.name() == "margin of linear, label 0");
  CHECK(f.bounds().lower_at(1) == 0);
  CHECK(f.bounds().upper_at(1) == 1);
  CHECK(f.start().tensors[0].at(1) == 0.25);
  for (const DType dtype : {DType::float32, DType::float64}) {
    CHECK(value(f, image(1, 0.25, dtype)) == 0.5);
    CHECK(value(f, image(0.25, 0.5, dtype)) == -0.75);
  }
}

TEST_CASE("the objective of a target or a cross-entropy has its own sign") {
  MarginObjective targeted(linear(), image(1, 0), {{}, 1, "margin"});
  CHECK(value(targeted, image(1, 0)) == 1);
  CHECK(value(targeted, image(0, 1)) == -1.5);
  const std::vector<float> z{1, 0, 0.5};
  MarginObjective away(linear(), image(1, 0), untargeted(0, "cross_entropy")),
      to(linear(), image(1, 0), {{}, 1, "cross_entropy"});
  CHECK(value(away, image(1, 0)) == -cross_entropy(z, 0));
  CHECK(value(to, image(1, 0)) == cross_entropy(z, 1));
}

TEST_CASE("many probes give the values that single ones give", "[threads]") {
  MarginObjective f(linear(), image(0.5, 0.5), untargeted(1));
  std::vector<Point> points;
  for (int i = 0; i < 2500; ++i) points.emplace_back(image(static_cast<float>(i) / 2500, 0.5));
  std::vector<Probe> probes;
  for (const Point& point : points) probes.push_back({&point, {}, nullptr, {}});
  std::vector<double> values(probes.size());
  f.evaluate(probes, values, {});
  for (const std::size_t i : {0, 1, 1023, 1024, 2047, 2048, 2499}) CHECK(values[i] == value(f, points[i].tensors[0]));

  std::vector<double> told;
  std::vector<std::size_t> batches;
  f.evaluate_each(probes, values, {}, [&](std::size_t first, std::span<const double> finished) {
    CHECK(first == told.size());
    told.insert(told.end(), finished.begin(), finished.end());
    batches.push_back(finished.size());
  });
  CHECK(told == values);
  CHECK(batches == std::vector<std::size_t>{1024, 1024, 452});
}

TEST_CASE("an objective without one class or one image is refused") {
  CHECK_THROWS_WITH(MarginObjective(linear(), image(0, 0), {}),
                    Catch::StartsWith("ng.objective.margin needs either label"));
  CHECK_THROWS_WITH(MarginObjective(linear(), image(0, 0), {0, 1, "margin"}),
                    Catch::StartsWith("ng.objective.margin needs either"));
  CHECK_THROWS_WITH(MarginObjective(linear(), image(0, 0), untargeted(3)), "linear has the classes 0 to 2, not 3");
  CHECK_THROWS_WITH(MarginObjective(linear(), Tensor({2, 2}), untargeted(0)),
                    "an attack's objective is of one image of shape [2], not [2, 2]");
}
