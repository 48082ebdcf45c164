#pragma once
#include "runtime/catalog/catalog.hpp"
#include "runtime/estimator/estimate_options.hpp"
#include "tests/algorithm/points.hpp"

namespace nilgrad {

/// One estimate of f's gradient at x.
inline Estimate estimate_of(Estimator& estimator, const Point& x, const Function& f, std::uint64_t seed = 1,
                            const Bounds& bounds = {}) {
  EstimateOptions options;
  options.seed = seed;
  return estimate_gradient(estimator, x, options, bounds, [&](auto probes, auto values) {
    for (std::size_t i = 0; i < probes.size(); ++i) values[i] = f(point_of_probe(probes[i]));
  });
}

inline std::vector<double> gradient_of(Estimator& estimator, const std::vector<double>& x, const Function& f,
                                       std::uint64_t seed = 1, const Bounds& bounds = {}) {
  const Point point = point_of(x);
  return numbers_of(estimate_of(estimator, point, f, seed, bounds).dense(point));
}

inline double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// An option that is a perturbation.
inline catalog::Value perturbation(const char* name, catalog::Values values = {}) {
  return catalog::Recipes{catalog::recipe("perturbation", name, std::move(values))};
}

}  // namespace nilgrad
