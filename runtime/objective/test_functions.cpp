#include <cmath>
#include <numbers>

#include "runtime/objective/rotation.hpp"
#include "runtime/objective/test_function.hpp"

// The classics, each with its minimum value 0.
namespace nilgrad {
namespace {

constexpr double tau = 2 * std::numbers::pi;

double square(double x) { return x * x; }

std::string name_of(const char* formula, const DimensionOptions& options) {
  return options.rotation ? fmt::format("{} rotated by seed {}", formula, *options.rotation) : formula;
}

constexpr const char* by_tiles =
    "none beyond the point: probes of more than 4096 variables are read tile by tile, unless rotated";

/// A test function from a formula, a start point and the bound of a symmetric search box (0: none). Of a separable one
/// the formula adds the same term for every coordinate.
template <double (*formula)(std::span<const double>), bool is_separable>
class Formula : public TestFunction {
 public:
  Formula(const char* name, const DimensionOptions& options, double start, double box)
      : TestFunction(name_of(name, options), options.dim, start) {
    if (box > 0) set_bounds({{-box}, {box}});
    if (!options.rotation) return;
    rotation_.emplace(dim(), *options.rotation);
  }
  double value(std::span<const double> x) override {
    if (!rotation_) return formula(x);
    std::vector<double> rotated(x.size());  // its own: several threads may evaluate at once
    rotation_->apply(x, rotated);
    return formula(rotated);
  }
  bool separable() const override { return is_separable && !rotation_; }
  double sum_of_run(std::size_t, std::span<const double> x) const override { return formula(x); }

 private:
  std::optional<Rotation> rotation_;
};

double sphere(std::span<const double> x) {
  double sum = 0;
  for (const double xi : x) sum += xi * xi;
  return sum;
}

double rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) sum += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
  return sum;
}

double rastrigin(std::span<const double> x) {
  double sum = 0;
  for (const double xi : x) sum += xi * xi + 10 * (1 - std::cos(tau * xi));
  return sum;
}

double ackley(std::span<const double> x) {
  const double d = static_cast<double>(x.size());
  double squares = 0, cosines = 0;
  for (const double xi : x) squares += xi * xi, cosines += std::cos(tau * xi);
  return 20 * (1 - std::exp(-0.2 * std::sqrt(squares / d))) + std::numbers::e - std::exp(cosines / d);
}

double griewank(std::span<const double> x) {
  double sum = 0, product = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i] * x[i] / 4000;
    product *= std::cos(x[i] / std::sqrt(static_cast<double>(i + 1)));
  }
  return sum + (1 - product);
}

double levy(std::span<const double> x) {
  const auto w = [&](std::size_t i) { return 1 + (x[i] - 1) / 4; };
  const std::size_t last = x.size() - 1;
  double sum = square(std::sin(std::numbers::pi * w(0))) + square(w(last) - 1) * (1 + square(std::sin(tau * w(last))));
  for (std::size_t i = 0; i < last; ++i)
    sum += square(w(i) - 1) * (1 + 10 * square(std::sin(std::numbers::pi * w(i) + 1)));
  return sum;
}

double ellipsoid(std::span<const double> x) {
  double sum = 0;
  const double last = static_cast<double>(std::max<std::size_t>(2, x.size()) - 1);
  for (std::size_t i = 0; i < x.size(); ++i) sum += std::pow(1e6, static_cast<double>(i) / last) * x[i] * x[i];
  return sum;
}

}  // namespace

#define NILGRAD_TEST_FUNCTION(Name, formula, is_separable, start, box)                \
  namespace {                                                                         \
  struct Name final : Formula<formula, is_separable> {                                \
    using Options = DimensionOptions;                                                 \
    explicit Name(const Options& options) : Formula(#formula, options, start, box) {} \
  };                                                                                  \
  }

NILGRAD_TEST_FUNCTION(Sphere, sphere, true, 1, 0)
NILGRAD_TEST_FUNCTION(Rosenbrock, rosenbrock, false, -1, 0)
NILGRAD_TEST_FUNCTION(Rastrigin, rastrigin, true, 3, 5.12)
NILGRAD_TEST_FUNCTION(Ackley, ackley, false, 15, 32.768)
NILGRAD_TEST_FUNCTION(Griewank, griewank, false, 300, 600)
NILGRAD_TEST_FUNCTION(Levy, levy, false, -5, 10)
NILGRAD_TEST_FUNCTION(Ellipsoid, ellipsoid, false, 1, 0)

#undef NILGRAD_TEST_FUNCTION

}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, sphere) {
  return describe_function<Sphere>("sphere", "the simplest bowl; minimum 0 at 0").formula("Σ x_i²").memory(by_tiles);
}

NILGRAD_DESCRIBE(objective, rosenbrock) {
  return describe_function<Rosenbrock>("rosenbrock", "a curved valley; minimum 0 at (1, …, 1)", 2)
      .formula("Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)²")
      .reference("Rosenbrock, Comput. J. 3 (1960)");
}

NILGRAD_DESCRIBE(objective, rastrigin) {
  return describe_function<Rastrigin>("rastrigin", "a bowl of many regular minima, in [−5.12, 5.12]ᵈ; minimum 0 at 0")
      .formula("Σ x_i² + 10 (1 − cos 2πx_i)")
      .memory(by_tiles);
}

NILGRAD_DESCRIBE(objective, ackley) {
  return describe_function<Ackley>("ackley",
                                   "a flat, wavy plain around a deep hole, in [−32.768, 32.768]ᵈ; minimum 0 at 0")
      .formula("20 (1 − exp(−0.2 √(Σx_i²/d))) + e − exp(Σ cos(2πx_i)/d)")
      .reference("Ackley 1987");
}

NILGRAD_DESCRIBE(objective, griewank) {
  return describe_function<Griewank>(
             "griewank", "a wide bowl with ripples that couple the variables, in [−600, 600]ᵈ; minimum 0 at 0")
      .formula("Σ x_i²/4000 + 1 − Π cos(x_i/√i)");
}

NILGRAD_DESCRIBE(objective, levy) {
  return describe_function<Levy>("levy", "waves of growing height, in [−10, 10]ᵈ; minimum 0 at (1, …, 1)")
      .formula("sin²(πw_1) + Σ_{i<d} (w_i−1)²(1 + 10 sin²(πw_i + 1)) + (w_d−1)²(1 + sin² 2πw_d), w_i = 1 + (x_i−1)/4");
}

NILGRAD_DESCRIBE(objective, ellipsoid) {
  return describe_function<Ellipsoid>("ellipsoid", "a bowl of condition number 10⁶; minimum 0 at 0")
      .formula("Σ 10^(6(i−1)/(d−1)) x_i²");
}
