#include <algorithm>

#include "runtime/constraint/constraint.hpp"

namespace nilgrad {
namespace {

class LInfBall final : public Constraint {
 public:
  struct Options {
    double radius = 1;
    Centre centre;
  };
  explicit LInfBall(Options options) : options_(std::move(options)) {}

  void project(Point& x, const Point& start) const override {
    options_.centre.check(x);
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      using T = std::remove_reference_t<decltype(element)>;
      const T low = static_cast<T>(origin - options_.radius), high = static_cast<T>(origin + options_.radius);
      if (element < low) element = low;
      if (element > high) element = high;
    });
  }
  bool separable() const override { return true; }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, linf) {
  using Options = LInfBall::Options;
  return describe<Constraint, LInfBall>("linf", "no coordinate further than a radius from a centre's")
      .formula("x_i ← min(max(x_i, c_i − r), c_i + r)")
      .option("radius", &Options::radius, "r", {.low = 0, .above_low = true, .required = true})
      .option("centre", &Options::centre, "c: numbers, or where the run starts", {.choices = {"start"}})
      .positional({"radius"})
      .example(
          "return ng.optimizer.zeroth_order { constraint = ng.constraint.linf { radius = 0.1, centre = 'start' } }");
}
