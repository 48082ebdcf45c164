#include <cmath>

#include "runtime/constraint/constraint.hpp"
#include "runtime/constraint/soft_threshold.hpp"

namespace nilgrad {
namespace {

class Simplex final : public Constraint {
 public:
  struct Options {
    double total = 1;
  };
  explicit Simplex(Options options) : total_(options.total) {}

  void project(Point& x, const Point&) const override {
    std::vector<double> values;
    values.reserve(x.dim());
    for (const Tensor& tensor : x.tensors)
      tensor.visit([&](auto elements) { values.insert(values.end(), elements.begin(), elements.end()); });
    for (const double value : values)
      if (!std::isfinite(value)) return;  // no nearest point
    if (values.empty()) return;
    const SoftThreshold shrink(values, total_);
    for (const Tensor& tensor : x.tensors)
      tensor.visit([&](auto elements) {
        using T = typename decltype(elements)::value_type;
        for (T& element : elements) element = static_cast<T>(shrink(static_cast<double>(element)));
      });
  }

 private:
  double total_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(constraint, simplex) {
  return describe<Constraint, Simplex>("simplex",
                                       "coordinates that are not negative and add up to a total: weights, shares")
      .formula("x_i ← max(x_i − θ, 0), θ such that Σ x_i = s")
      .cost("a sort of the coordinates")
      .memory("8 bytes a coordinate while it projects")
      .reference("Duchi, Shalev-Shwartz, Singer & Chandra, ICML 2008")
      .option("total", &Simplex::Options::total, "s", {.low = 0, .above_low = true})
      .positional({"total"})
      .example(
          "local weights = ng.optimizer.zeroth_order { constraint = ng.constraint.simplex(), update = ng.update.sgd { "
          "lr = "
          "0.05 } }\n"
          "return ng.minimize(function(x) return (x[1] - 0.2)^2 + (x[2] - 0.3)^2 end,\n"
          "  { dim = 3, x0 = 1 / 3, budget = 400, seed = 1, optimizer = weights })");
}
