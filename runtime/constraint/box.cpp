#include "runtime/constraint/constraint.hpp"

namespace nilgrad {
namespace {

class Box final : public Constraint {
 public:
  struct Options {
    std::vector<double> lower, upper;
  };
  explicit Box(Options options) : bounds_{std::move(options.lower), std::move(options.upper)} {
    if (bounds_.lower.size() == 1 && bounds_.upper.size() == 1) bounds_.check(1);
  }
  void project(Point& x, const Point&) const override {
    bounds_.check(x.dim());
    bounds_.clip(x);
  }
  bool separable() const override { return true; }

 private:
  Bounds bounds_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, box) {
  using Options = Box::Options;
  return describe<Constraint, Box>("box", "every coordinate within its interval")
      .formula("x_i ← min(max(x_i, lower_i), upper_i)")
      .option("lower", &Options::lower, "least value, one or one a coordinate", {.infinite = true, .required = true})
      .option("upper", &Options::upper, "greatest value, one or one a coordinate", {.infinite = true, .required = true})
      .positional({"lower", "upper"})
      .example("return ng.optimizer.zeroth_order { constraint = ng.constraint.box(-1, 1) }");
}
