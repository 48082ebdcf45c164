#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

class Gaussian final : public IndependentDirections {
 public:
  struct Options {};
  explicit Gaussian(Options) {}

  Direction direction(const Key& key, const Point&) const override { return {this, key, 1, 0}; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_gaussian(v.key, slice.tensor, slice.first, scale, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_gaussian(v.key, slice.tensor, slice.first, scale, x);
  }
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, gaussian) {
  return describe<Perturbation, Gaussian>("gaussian", "independent standard normal elements")
      .formula("v ~ N(0, I);  E[v vᵀ] = I;  E|v vᵀa − a|² = (d+1)|a|²")
      .memory("none: elements are regenerated from their key")
      .reference("Nesterov & Spokoiny, Found. Comput. Math. 17 (2017)")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.gaussian(), queries = 4 }");
}
