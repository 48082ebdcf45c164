#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

class Sphere final : public IndependentDirections {
 public:
  struct Options {
    bool normalized = false;
  };
  explicit Sphere(Options options) : options_(options) {}

  double delta(std::size_t d) const override { return options_.normalized ? 1 / static_cast<double>(d) : 1; }

  /// One generating pass finds the length of the Gaussian vector over all tensors; the direction carries it from then
  /// on.
  Direction direction(const Key& key, const Point& shape) const override {
    double squares = 0;
    for (std::uint32_t t = 0; t < shape.tensors.size(); ++t)
      squares += sum_of_squares_gaussian(key, t, shape.tensors[t].size());
    const double length = options_.normalized ? 1 : std::sqrt(static_cast<double>(shape.dim()));
    return {this, key, squares > 0 ? length / std::sqrt(squares) : 0, 0};
  }
  bool fixed_length() const override { return true; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_gaussian(v.key, slice.tensor, slice.first, scale * v.scale, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_gaussian(v.key, slice.tensor, slice.first, scale * v.scale, x);
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, sphere) {
  return describe<Perturbation, Sphere>("sphere", "uniform on the sphere of radius √d: fixed length")
      .formula("v = √d · z/|z|, z ~ N(0, I);  E[v vᵀ] = I;  E|v vᵀa − a|² = (d−1)|a|²")
      .memory("none: one extra generating pass a direction for |z|")
      .reference("Flaxman, Kalai & McMahan, SODA 2005")
      .option("normalized", &Sphere::Options::normalized,
              "unit vectors instead of length √d (δ = 1/d; estimators divide by δ)")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.sphere(), queries = 4 }");
}
