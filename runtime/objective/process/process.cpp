#include "runtime/objective/process/process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "runtime/catalog/describe.hpp"

namespace nilgrad {
namespace {

using Command = std::variant<std::string, std::vector<std::string>>;

std::vector<std::string> words(const Command& command) {
  const auto* list = std::get_if<std::vector<std::string>>(&command);
  std::vector<std::string> words = list ? *list : std::vector<std::string>{"sh", "-c", std::get<std::string>(command)};
  for (const std::string& word : words)
    if (word.find('\0') != std::string::npos)
      throw_error(ErrorKind::option, "option 'command' of ng.objective.process holds a byte 0, which no command can");
  return words;
}

std::string text_of(const Command& command) {
  const auto* list = std::get_if<std::vector<std::string>>(&command);
  return list ? fmt::format("{}", fmt::join(*list, " ")) : std::get<std::string>(command);
}

ProcessPool::Settings settings(const ProcessObjective::Options& options, const std::string& name) {
  ProcessPool::Settings settings;
  settings.name = name;
  settings.command = words(options.command);
  settings.workers = static_cast<int>(options.workers);
  settings.retries = static_cast<int>(options.retries);
  settings.timeout = options.timeout;
  settings.startup = options.startup;
  if (options.batch) settings.batch = static_cast<std::size_t>(*options.batch);
  return settings;
}

void warn_on_stderr(const std::string& text) {
  const char* erase_progress = isatty(STDERR_FILENO) ? "\r\033[K" : "";
  fmt::print(stderr, "{}nilgrad: warning: {}\n", erase_progress, text);
}

}  // namespace

ProcessObjective::ProcessObjective(const Options& options)
    : name_(options.name.value_or(text_of(options.command))),
      dim_(static_cast<std::size_t>(options.dim)),
      pool_(settings(options, name_), warn_on_stderr) {
  set_bounds({options.lower, options.upper});
  set_definition("the command " + text_of(options.command));  // whatever the number of workers
}

void ProcessObjective::evaluate(std::span<const Probe> probes, std::span<double> values, const StopToken& stop) {
  evaluate_each(probes, values, stop, {});
}

void ProcessObjective::evaluate_each(std::span<const Probe> probes, std::span<double> values, const StopToken& stop,
                                     const Finished& finished) {
  for (const Probe& probe : probes) check_is_vector(probe);
  pool_.evaluate(probes, values, stop, finished);
}

}  // namespace nilgrad

NILGRAD_DESCRIBE(objective, process) {
  using Options = ProcessObjective::Options;
  return describe<Objective, ProcessObjective>("process",
                                               "a program that answers JSON lines, run by several workers at once")
      .option("command", &Options::command, "the program and its arguments; a string alone is run by sh -c",
              {.required = true})
      .option("dim", &Options::dim, "d, number of variables",
              {.low = 1, .high = 1e9, .unit = "variables", .required = true})
      .option("workers", &Options::workers, "how many run at once; values do not depend on it",
              {.low = 1, .high = 1024, .unit = "processes"})
      .option("lower", &Options::lower, "least values, one or one a coordinate", {.infinite = true})
      .option("upper", &Options::upper, "greatest values, one or one a coordinate", {.infinite = true})
      .option("name", &Options::name, "what results and journals call it", {.default_text = "the command"})
      .option("timeout", &Options::timeout, "most time of an evaluation; then the worker is killed",
              {.low = 0, .high = 1e9, .above_low = true, .unit = "s", .default_text = "none"})
      .option("startup", &Options::startup, "what the timeout is longer by until a worker's first answer",
              {.low = 0, .high = 1e9, .unit = "s"})
      .option("retries", &Options::retries, "how often an evaluation is tried again after its worker failed; then NaN",
              {.low = 0, .high = 1000})
      .option("batch", &Options::batch, "most points in a request, in the form for many; a failed one is tried singly",
              {.low = 1, .high = 1e6, .unit = "points", .default_text = "none: one point, in the form for one"})
      .formula(
          "a request is {\"id\":7,\"x\":[1.0,-0.5],\"sample\":3}, its answer {\"id\":7,\"value\":1.25}; null and "
          "\"error\" are\n"
          "failed evaluations. docs/process_objectives.md tells all, scripts/process/ has workers to start from")
      .cost("1 a value; retries are not counted")
      .memory("a line of text for each worker, about 20 bytes a variable")
      .example(
          "local f = ng.objective.process { command = { \"python3\", \"scripts/process/rosenbrock.py\" }, dim = 2, "
          "workers = 2 }\n"
          "return ng.minimize(f, { x0 = 0, budget = 40, seed = 1 })");
}
