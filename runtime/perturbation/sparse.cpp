#include <algorithm>
#include <cmath>

#include "runtime/catalog/describe.hpp"
#include "runtime/perturbation/perturbation.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

class Sparse final : public IndependentDirections {
 public:
  struct Options {
    double share = 0.1;
  };
  explicit Sparse(Options options)
      : threshold_(static_cast<std::uint32_t>(std::max(1.0, std::round(options.share * all)))),
        length_(std::sqrt(all / threshold_)) {}

  Direction direction(const Key& key, const Point&) const override { return {this, key, length_, 0}; }
  bool fixed_length() const override { return threshold_ == all; }
  void add(const Direction& v, double scale, const Slice& slice, std::span<float> x) const override {
    add_sparse_signs(v.key, slice.tensor, slice.first, threshold_, scale * v.scale, x);
  }
  void add(const Direction& v, double scale, const Slice& slice, std::span<double> x) const override {
    add_sparse_signs(v.key, slice.tensor, slice.first, threshold_, scale * v.scale, x);
  }

 private:
  static constexpr double all = 0x1p31;
  std::uint32_t threshold_;
  double length_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(perturbation, sparse) {
  return describe<Perturbation, Sparse>("sparse", "signs on a random share of the coordinates, 0 elsewhere")
      .formula("v_i = ±1/√s with probability s, else 0;  E[v vᵀ] = I;  E|v vᵀa − a|² = (d − 2 + 1/s)|a|²")
      .memory("none: mask and signs are regenerated from their key")
      .reference("Achlioptas, J. Comput. Syst. Sci. 66 (2003): sparse signs; Liu et al. 2024: Sparse-MeZO")
      .option("share", &Sparse::Options::share, "s, how many of the coordinates move, on average; to 2⁻³¹",
              {.low = 0, .high = 1, .above_low = true})
      .example("return ng.estimator.two_point { perturbation = ng.perturbation.sparse { share = 0.25 }, queries = 4 }");
}
