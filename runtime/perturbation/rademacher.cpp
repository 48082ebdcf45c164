#include <algorithm>
#include <array>

#include "runtime/algorithm/adds_together.hpp"
#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

class Rademacher final : public IndependentDirections, public AddsTogether {
 public:
  struct Options {};
  explicit Rademacher(Options) {}

  Direction direction(const Key& key, const Point&) const override { return {this, key, 1, 0}; }
  bool fixed_length() const override { return true; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_rademacher(v.key, slice.tensor, slice.first, scale, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_rademacher(v.key, slice.tensor, slice.first, scale, x);
  }
  void add_all(std::span<const Term> terms, double factor, const Slice& slice, std::span<float> x) const override {
    add_in_batches(terms, factor, slice, x);
  }
  void add_all(std::span<const Term> terms, double factor, const Slice& slice, std::span<double> x) const override {
    add_in_batches(terms, factor, slice, x);
  }

 private:
  template <class T>
  static void add_in_batches(std::span<const Term> terms, double factor, const Slice& slice, std::span<T> x) {
    std::array<Key, 16> keys;
    std::array<double, 16> scales{};
    for (std::size_t first = 0; first < terms.size(); first += keys.size()) {
      const std::size_t count = std::min(keys.size(), terms.size() - first);
      for (std::size_t k = 0; k < count; ++k) {
        keys[k] = terms[first + k].direction.key;
        scales[k] = factor * terms[first + k].scale;
      }
      add_rademacher(std::span(keys).first(count), slice.tensor, slice.first, std::span(scales).first(count), x);
    }
  }
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, rademacher) {
  return describe<Perturbation, Rademacher>("rademacher", "independent fair signs: fixed length, cheapest to generate")
      .formula("v_i = ±1;  E[v vᵀ] = I;  E|v vᵀa − a|² = (d−1)|a|²")
      .memory("none: elements are regenerated from their key, one bit each")
      .reference("Spall, IEEE Trans. Autom. Control 37 (1992): SPSA")
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.rademacher(), queries = 4 }");
}
