#include <cmath>

#include "runtime/constraint/constraint.hpp"

namespace nilgrad {
namespace {

class L2Ball final : public Constraint {
 public:
  struct Options {
    double radius = 1;
    Centre centre;
  };
  explicit L2Ball(Options options) : options_(std::move(options)) {}

  void project(Point& x, const Point& start) const override {
    options_.centre.check(x);
    double squares = 0;
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      const double offset = static_cast<double>(element) - origin;
      squares += offset * offset;
    });
    const double distance = std::sqrt(squares);
    if (!(distance > options_.radius)) return;
    const double shrink = options_.radius / distance;
    for_each_from_centre(x, start, options_.centre, [&](auto& element, double origin) {
      using T = std::remove_reference_t<decltype(element)>;
      element = static_cast<T>(origin + (static_cast<double>(element) - origin) * shrink);
    });
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, l2) {
  using Options = L2Ball::Options;
  return describe<Constraint, L2Ball>("l2", "within a Euclidean distance of a centre")
      .formula("x ← c + (x − c)·min(1, r/|x − c|₂)")
      .option("radius", &Options::radius, "r", {.low = 0, .above_low = true, .required = true})
      .option("centre", &Options::centre, "c: numbers, or where the run starts", {.choices = {"start"}})
      .positional({"radius"})
      .example("return ng.optimizer.zeroth_order { constraint = ng.constraint.l2 { radius = 1.5, centre = 'start' } }");
}
