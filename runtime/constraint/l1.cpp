#include <cmath>

#include "runtime/constraint/constraint.hpp"
#include "runtime/constraint/soft_threshold.hpp"

namespace nilgrad {
namespace {

class L1Ball final : public Constraint {
 public:
  struct Options {
    double radius = 1;
    Centre centre;
  };
  explicit L1Ball(Options options) : options_(std::move(options)) {}

  void project(Point& x, const Point& start) const override {
    options_.centre.check(x);
    std::vector<double> distances;
    distances.reserve(x.dim());
    double sum = 0;
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      distances.push_back(std::abs(static_cast<double>(element) - origin));
      sum += distances.back();
    });
    if (!(sum > options_.radius && std::isfinite(sum))) return;
    const SoftThreshold shrink(distances, options_.radius);
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      using T = std::remove_reference_t<decltype(element)>;
      const double offset = static_cast<double>(element) - origin;
      element = static_cast<T>(origin + std::copysign(shrink(std::abs(offset)), offset));
    });
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, l1) {
  using Options = L1Ball::Options;
  return describe<Constraint, L1Ball>("l1", "within a sum of absolute differences from a centre")
      .formula(
          "x_i ← c_i + sign(x_i − c_i)·max(|x_i − c_i| − θ, 0), θ such that Σ|x_i − c_i| = r; inside the ball x stays")
      .cost("a sort of the coordinates")
      .memory("8 bytes a coordinate while it projects")
      .reference("Duchi, Shalev-Shwartz, Singer & Chandra, ICML 2008")
      .option("radius", &Options::radius, "r", {.low = 0, .above_low = true, .required = true})
      .option("centre", &Options::centre, "c: numbers, or where the run starts", {.choices = {"start"}})
      .positional({"radius"})
      .example("return ng.optimizer.zeroth_order { constraint = ng.constraint.l1 { radius = 2, centre = 'start' } }");
}
