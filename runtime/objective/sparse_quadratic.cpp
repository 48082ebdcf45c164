#include "runtime/objective/test_function.hpp"
#include "runtime/random/directions.hpp"
#include "runtime/random/uniform.hpp"

namespace nilgrad {
namespace {

class SparseQuadratic final : public TestFunction {
 public:
  struct Options {
    std::int64_t dim = 8;
    std::uint64_t seed = 0;
  };
  explicit SparseQuadratic(Options options)
      : TestFunction("sparse_quadratic", options.dim, 0), key_(Key::from(options.seed, Purpose::draw)) {
    for (std::size_t i = 0; i < dim(); ++i) diagonal_.push_back(2 * uniform_at(key_, i) - 1);
  }

  double value(std::span<const double> x) override { return sum_of_run(0, x); }
  bool separable() const override { return true; }
  double sum_of_run(std::size_t first, std::span<const double> x) const override {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += diagonal_[first + i] * x[i] * x[i];
    return sum;
  }

  Point start() const override {
    Point x = TestFunction::start();
    const auto elements = x.tensors[0].as<double>();
    add_gaussian(key_.at_step(1), 0, 0, 10.0, elements);
    for (std::size_t i = 0; i < dim() / 2; ++i) elements[i] = 0;
    return x;
  }

 private:
  Key key_;
  std::vector<double> diagonal_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, sparse_quadratic) {
  using Options = SparseQuadratic::Options;
  return describe<Objective, SparseQuadratic>("sparse_quadratic",
                                              "a random diagonal quadratic, unbounded below, started on a face")
      .formula("Σ a_i x_i², a_i ~ U(−1, 1); starts at 10·N(0, 1) with the first d/2 coordinates 0")
      .cost("1 a value")
      .memory("d coefficients; probes of more than 4096 variables are read tile by tile")
      .reference("Ma & Huang, ICLR 2025")
      .option("dim", &Options::dim, "d, number of variables", {.low = 1, .high = 1e9, .unit = "variables"})
      .option("seed", &Options::seed, "of the coefficients and the start point")
      .example("local f = ng.objective.sparse_quadratic { dim = 2, seed = 3 }\nreturn f { 1, 1 }");
}
