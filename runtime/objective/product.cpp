#include "runtime/objective/test_function.hpp"
#include "runtime/random/directions.hpp"

namespace nilgrad {
namespace {

class Product final : public TestFunction {
 public:
  struct Options {
    std::int64_t dim = 16;
    std::uint64_t seed = 0;
  };
  explicit Product(Options options) : TestFunction("product", options.dim, 0), seed_(options.seed) {}

  double value(std::span<const double> x) override {
    double product = 1;
    for (const double xi : x) product *= xi;
    return product;
  }

  Point start() const override {
    Point x = TestFunction::start();
    const auto elements = x.tensors[0].as<double>();
    add_gaussian(Key::from(seed_, Purpose::draw), 0, 0, 1.0, elements);
    elements[0] = 0;
    return x;
  }

 private:
  std::uint64_t seed_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, product) {
  using Options = Product::Options;
  return describe<Objective, Product>("product",
                                      "a product of all variables: at its start point one partial derivative is not 0")
      .formula("Π x_i; starts at x_1 = 0, the others N(0, 1)")
      .cost("1 a value")
      .reference("Ma & Huang, ICLR 2025")
      .option("dim", &Options::dim, "d, number of variables", {.low = 1, .high = 1e9, .unit = "variables"})
      .option("seed", &Options::seed, "of the start point")
      .example("local f = ng.objective.product { dim = 3 }\nreturn f { 2, 3, 4 }");
}
