#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/axis.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

class Coordinate final : public IndependentDirections {
 public:
  struct Options {};
  explicit Coordinate(Options) {}

  bool centred() const override { return false; }

  Direction direction(const Key& key, const Point& shape) const override {
    const auto d = static_cast<std::int64_t>(shape.dim());
    const auto axis = d > 0 ? static_cast<std::uint64_t>(integer_at(key, 0, 0, d - 1)) : 0;
    return {this, key, std::sqrt(static_cast<double>(d)), axis};
  }
  bool fixed_length() const override { return true; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_on_axis(v.axis, scale * v.scale, slice, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_on_axis(v.axis, scale * v.scale, slice, x);
  }
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, coordinate) {
  return describe<Perturbation, Coordinate>("coordinate", "one coordinate, uniformly chosen: fixed length")
      .formula(
          "v = √d · e_i, i uniform;  E[v vᵀ] = I;  E|v vᵀa − a|² = (d−1)|a|²;  its mean is not 0, so not for one_point "
          "and "
          "residual")
      .memory("none")
      .reference("Lian et al., NeurIPS 2016: ZO-SCD")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.coordinate(), queries = 4 }");
}
