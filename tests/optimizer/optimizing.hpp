#pragma once
#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/catalog.hpp"
#include "tests/algorithm/points.hpp"

namespace nilgrad {

inline catalog::Recipes part(const char* kind, const char* name, catalog::Values values = {}) {
  return {catalog::recipe(kind, name, std::move(values))};
}

inline std::unique_ptr<Run> start_run(std::shared_ptr<Optimizer> optimizer, const Point& x0,
                                      const Run::Settings& settings) {
  return std::make_unique<Run>(std::move(optimizer), x0, settings, [] { return 0.0; });
}

/// The result of minimizing f from x0, and where the optimizer stood at the end.
struct Outcome {
  Result result;
  std::vector<double> last;
};

inline Outcome optimize(std::shared_ptr<Optimizer> optimizer, const std::vector<double>& x0, const Function& f,
                        const Run::Settings& settings) {
  FunctionObjective objective(x0.size(), f);
  const auto run = start_run(std::move(optimizer), point_of(x0), settings);
  minimize(*run, objective, {});
  return {run->result(), numbers_of(run->iterate())};
}

inline Run::Settings settings_of(std::int64_t budget, std::uint64_t seed = 1) {
  Run::Settings settings;
  settings.budget = budget;
  settings.seed = seed;
  return settings;
}

}  // namespace nilgrad
