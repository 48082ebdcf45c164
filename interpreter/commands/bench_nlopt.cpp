#include "interpreter/commands/bench_nlopt.hpp"

#include <fmt/format.h>
#include <nlopt.h>

#include <memory>
#include <string>
#include <vector>

#include "interpreter/commands/measure.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/algorithm/run.hpp"
#include "runtime/catalog/catalog.hpp"
#include "runtime/objective/test_function.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr double bound = 5, first_step = 1;

struct Method {
  const char* name;
  nlopt_algorithm algorithm;
  bool bounded;
};
constexpr Method methods[] = {{"nelder_mead", NLOPT_LN_NELDERMEAD, true}, {"cobyla", NLOPT_LN_COBYLA, true},
                              {"bobyqa", NLOPT_LN_BOBYQA, true},          {"newuoa", NLOPT_LN_NEWUOA, false},
                              {"direct", NLOPT_GN_DIRECT, true},          {"crs2", NLOPT_GN_CRS2_LM, true}};

double value(unsigned n, const double* x, double*, void* function) {
  return static_cast<TestFunction*>(function)->value({x, n});
}

/// Microseconds of CPU an evaluation.
double directly(const Method& method, TestFunction& function, int evaluations) {
  const auto n = static_cast<unsigned>(function.dim());
  const std::unique_ptr<nlopt_opt_s, void (*)(nlopt_opt)> options(nlopt_create(method.algorithm, n), nlopt_destroy);
  nlopt_set_min_objective(options.get(), value, &function);
  if (method.bounded) {
    nlopt_set_lower_bounds1(options.get(), -bound);
    nlopt_set_upper_bounds1(options.get(), bound);
  }
  nlopt_set_initial_step1(options.get(), first_step);
  nlopt_set_xtol_abs1(options.get(), 1e-10);
  nlopt_set_maxeval(options.get(), evaluations);
  nlopt_srand(1);
  std::vector<double> x(n, -1);
  double least = 0;
  const double start = thread_seconds();
  nlopt_optimize(options.get(), x.data(), &least);
  return 1e6 * (thread_seconds() - start) / nlopt_get_numevals(options.get());
}

double through_a_run(const Method& method, TestFunction& function, int evaluations) {
  Run::Settings settings;
  settings.budget = evaluations;
  settings.seed = 1;
  if (method.bounded) settings.bounds = {{-bound}, {bound}};
  catalog::Values values;
  if (catalog::find("optimizer", method.name)->option("step")) values["step"] = first_step;
  const double start = thread_seconds();
  Run run(catalog::make<Optimizer>(method.name, values), function.start(), settings, [] { return 0.0; });
  minimize(run, function, {});
  return 1e6 * (thread_seconds() - start) / static_cast<double>(run.result().evaluations);
}

}  // namespace

int bench_nlopt(int dim, int evaluations, int repeat) {
  const auto function = std::static_pointer_cast<TestFunction>(
      catalog::make<Objective>("rosenbrock", {{"dim", static_cast<std::int64_t>(dim)}}));
  fmt::print("{:<14}{:>12}{:>12}{:>10}\n", "", "NLopt alone", "nilgrad", "");
  fmt::print("{:<14}{:>12}{:>12}{:>10}\n", "method", "us each", "us each", "ratio");
  for (const Method& method : methods) {
    std::vector<double> alone, through;
    for (int i = 0; i < repeat; ++i) {
      alone.push_back(directly(method, *function, evaluations));
      through.push_back(through_a_run(method, *function, evaluations));
    }
    fmt::print("{:<14}{:>12.3f}{:>12.3f}{:>10.2f}\n", method.name, median(alone), median(through),
               median(through) / median(alone));
  }
  return exit_done;
}

}  // namespace nilgrad::interpreter
