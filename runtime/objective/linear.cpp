#include "runtime/algorithm/objective.hpp"
#include "runtime/catalog/describe.hpp"

namespace nilgrad {
namespace {

class Linear final : public VectorObjective {
 public:
  struct Options {
    std::vector<double> coefficients;
    double offset = 0;
  };
  explicit Linear(Options options) : options_(std::move(options)) {}

  std::string name() const override { return "linear"; }
  std::size_t dim() const override { return options_.coefficients.size(); }
  double value(std::span<const double> x) override {
    double sum = options_.offset;
    for (std::size_t i = 0; i < x.size(); ++i) sum += options_.coefficients[i] * x[i];
    return sum;
  }

 private:
  Options options_;
};

}  // namespace
}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, linear) {
  using Options = Linear::Options;
  return describe<Objective, Linear>("linear",
                                     "a linear function, whose gradient is known: what estimators are measured with")
      .formula("c + Σ a_i x_i")
      .cost("1 a value")
      .option("coefficients", &Options::coefficients, "a, one a variable", {.required = true})
      .option("offset", &Options::offset, "c, the value at 0")
      .example("local f = ng.objective.linear { coefficients = { 1, -2, 3 }, offset = 0.5 }\nreturn f { 1, 1, 1 }");
}
