#include "runtime/optimizer/run_options.hpp"

#include <algorithm>

namespace nilgrad {
namespace {

constexpr std::int64_t evaluations_per_coordinate = 1000;

}  // namespace

Run::Settings RunOptions::settings(std::size_t d, const Bounds& own, bool maximize) const {
  const bool ends_otherwise = steps || seconds || target;
  Run::Settings settings;
  settings.budget =
      budget.value_or(ends_otherwise ? Run::unlimited : evaluations_per_coordinate * static_cast<std::int64_t>(d));
  settings.target = target;
  settings.seconds = seconds;
  settings.steps = steps;
  settings.evaluate_every = evaluate_every;
  settings.seed = seed;
  settings.stream = stream;
  settings.maximize = maximize;
  settings.keep = keep == "last" ? Keep::last : Keep::best;
  settings.bounds = {lower.empty() ? own.lower : lower, upper.empty() ? own.upper : upper};
  settings.bounds.check(d);
  return settings;
}

Point RunOptions::start(std::size_t d, const Point& own) const {
  if (x0.empty()) return own;
  if (x0.size() != 1 && x0.size() != d)
    throw_error(ErrorKind::option, "option 'x0' has {} numbers for a problem of dimension {}; give one number or {}",
                x0.size(), d, d);
  Tensor x({static_cast<std::int64_t>(d)});
  const auto elements = x.as<double>();
  if (x0.size() == 1)
    std::fill(elements.begin(), elements.end(), x0[0]);
  else
    std::copy(x0.begin(), x0.end(), elements.begin());
  return Point(x);
}

}  // namespace nilgrad

namespace nilgrad::catalog {
namespace {

Described<RunOptions> describe_run(const std::string& name, std::string summary) {
  return Described<RunOptions>("function", name, std::move(summary))
      .option("optimizer", &RunOptions::optimizer, "how to search",
              {.default_text = "up to 500 variables cmaes with bipop restarts, or, for fewer than 200 evaluations a\n"
                               "variable (30 if noisy), bobyqa (cobyla for one, one_plus_one for more than 100);\n"
                               "above, one_plus_one for 50 evaluations a variable and more, else two_point and a\n"
                               "falling adam, as above 100 if noisy"})
      .option("noisy", &RunOptions::noisy,
              "whether a point's values differ from one evaluation to the next; minded where the optimizer is chosen")
      .option("budget", &RunOptions::budget, "most evaluations, never exceeded: a step that does not fit is not begun",
              {.low = 1,
               .high = 9e18,
               .unit = "evaluations",
               .default_text = "1000 a coordinate; unlimited beside another end"})
      .option("steps", &RunOptions::steps, "most steps", {.low = 1, .unit = "steps"})
      .option("seconds", &RunOptions::seconds, "most time", {.low = 0, .above_low = true, .unit = "s"})
      .option("target", &RunOptions::target, "stop at this value or better")
      .option("seed", &RunOptions::seed, "all randomness comes from it; any 64-bit integer")
      .option("stream", &RunOptions::stream, "tells runs of one seed apart", {.low = 0})
      .option("x0", &RunOptions::x0, "start point; one number for all coordinates alike",
              {.default_text = "the objective's own, else the middle of the bounds, else 0"})
      .option("lower", &RunOptions::lower, "least values of the points evaluated, one or one a coordinate",
              {.infinite = true})
      .option("upper", &RunOptions::upper, "greatest values of the points evaluated, one or one a coordinate",
              {.infinite = true})
      .option("dim", &RunOptions::dim, "number of variables, where neither objective nor x0 tells",
              {.low = 1, .high = 1e10, .unit = "variables"})
      .option("journal", &RunOptions::journal,
              "path of a new file that keeps the run: ng.resume goes on with it, ng.replay rebuilds its points")
      .option("journal_sync", &RunOptions::journal_sync,
              "time between flushes of the journal to the disk, which a power failure may lose (math.huge: never "
              "flushed); a killed program loses nothing",
              {.low = 0, .infinite = true, .unit = "s"})
      .option(
          "keep", &RunOptions::keep,
          "what the result's x is: the best point, or the last one, without a copy of it beside the optimizer's; of "
          "an objective that moves its own point always the last",
          {.choices = {"best", "last"}})
      .option("in_place", &RunOptions::in_place, "x0, a tensor, is moved itself and not a copy of it")
      .opaque("callback", Type::function, "",
              "called after each step with { evaluations, steps, value, x, evaluated }; true ends the run. x is copied "
              "when it is read, and only while the callback runs; evaluated are the figures after that step")
      .opaque("progress", Type::boolean, "", "a line on a terminal while it runs", {.default_text = "true"});
}

Described<RunOptions> with_result(Described<RunOptions> described) {
  return described
      .option("workers", &RunOptions::workers,
              "how many evaluations of a request go on at once, which changes no value: processes of "
              "ng.objective.process, threads (at most NILGRAD_THREADS) of a native function",
              {.low = 1, .high = 1024, .default_text = "the objective's own"})
      .option("evaluate_every", &RunOptions::evaluate_every,
              "assess the point where the optimizer stands after every so many steps and at the end: by the figures "
              "that a language model's loss is judged by, or else by the value there. Not counted in the budget",
              {.low = 1, .unit = "steps", .default_text = "never"});
}

}  // namespace
}  // namespace nilgrad::catalog

NILGRAD_DESCRIBE(function, minimize) {
  return with_result(describe_run("minimize", "finds a point where an objective is small, from its values alone"))
      .signature("ng.minimize(f: objective | function, options: table) -> result")
      .cost("at most the budget, counted exactly")
      .example(
          "return ng.minimize(function(x) return (x[1] - 1)^2 + x[2]^2 end,\n"
          "  { dim = 2, lower = -5, upper = 5, budget = 500, seed = 1 })");
}

NILGRAD_DESCRIBE(function, maximize) {
  return with_result(
             describe_run("maximize", "finds a point where an objective is large; values are the objective's own"))
      .signature("ng.maximize(f: objective | function, options: table) -> result")
      .cost("at most the budget, counted exactly")
      .example("return ng.maximize(function(x) return -(x[1] - 1)^2 end, { dim = 1, budget = 200, seed = 1 })");
}

NILGRAD_DESCRIBE(function, start) {
  return describe_run("start", "a run whose values are measured elsewhere: ask for points, tell their values")
      .signature("ng.start { dim = …, optimizer = …, … } -> run")
      .opaque("maximize", Type::boolean, "", "search for large values instead", {.default_text = "false"})
      .example(
          "local run = ng.start { dim = 2, budget = 100, seed = 1 }\n"
          "while not run:done() do\n"
          "  local values = {}\n"
          "  for i, x in ipairs(run:ask()) do values[i] = x[1]^2 + x[2]^2 end\n"
          "  run:tell(values)\n"
          "end\n"
          "return run:result()");
}
