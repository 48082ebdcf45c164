#include "interpreter/commands/replay.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include "bindings/progress.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/optimizer/journaled_run.hpp"
#include "runtime/tensor/summary.hpp"

namespace nilgrad::interpreter {
namespace {

struct ReplayCommand {
  std::string path, out;
  std::optional<std::int64_t> step;
};

void print_row(std::string_view name, const std::string& value) { fmt::print("{:<13}{}\n", name, value); }

std::string objective_text(const RunRecord& record) {
  if (!record.objective) return "none: values are told";
  return fmt::format("{} of dimension {}{}", record.objective->name, record.objective->dim,
                     record.settings.maximize ? ", maximized" : "");
}

std::string state_text(const ReplayCommand& command, const Journal::Contents& contents) {
  if (Journal::in_use(command.path)) return "no: it is running";
  return contents.torn_bytes == 0 ? "no: ng.resume goes on with it"
                                  : fmt::format(
                                        "no: ng.resume goes on with it, without the {} bytes of a record that "
                                        "was not written to its end",
                                        contents.torn_bytes);
}

std::string stopped_text(const ReplayCommand& command, const Journal::Contents& contents, const Run& run) {
  if (command.step && !run.done()) return fmt::format("no: this is step {}", run.result().steps);
  return run.done() ? run.result().reason : state_text(command, contents);
}

std::string evaluations_text(std::int64_t evaluations, std::int64_t failures, const Run::Settings& settings) {
  return fmt::format("{}{}{}", evaluations,
                     settings.budget == Run::unlimited ? "" : fmt::format(" of {}", settings.budget),
                     failures == 0 ? "" : fmt::format(" ({} failed)", failures));
}

std::string figures_text(const Assessment& assessment) {
  std::string text;
  for (const Figure& figure : assessment.figures)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", figure.name, figure.value);
  return text;
}

void print_assessments(const std::vector<Assessment>& assessments, bool maximize) {
  if (assessments.empty()) return;
  const Assessment& last = assessments.back();
  print_row("evaluated",
            fmt::format("{} points; after step {}: {}", assessments.size(), last.step, figures_text(last)));
  const auto best = best_step(assessments, maximize);
  for (const Assessment& assessment : assessments)
    if (assessment.step == best) print_row("best step", fmt::format("{}: {}", *best, figures_text(assessment)));
}

void print_head(const RunRecord& record) {
  print_row("objective", objective_text(record));
  print_row("optimizer", record.optimizer_name);
  print_row("seed", fmt::format("{}, stream {}", record.settings.seed, record.settings.stream));
}

void print_run(const ReplayCommand& command, const JournaledRun& journaled, const Run& run) {
  const Result& result = run.result();
  print_head(journaled.record());
  print_row("evaluations", evaluations_text(result.evaluations, result.failures, run.settings()));
  print_row("steps", fmt::format("{}", result.steps));
  print_row("best value", fmt::format("{}", result.value));
  print_row("at", summary(result.x.tensors.at(0)));
  print_row("stands at", summary(run.iterate().tensors.at(0)));
  print_assessments(result.evaluated, run.settings().maximize);
  print_row("stopped", stopped_text(command, journaled.contents(), run));
  if (!command.step) print_row("time", fmt::format("{:.3g} s", journaled.contents().seconds));
}

/// What a journal says whose points are rebuilt only from a start point that it does not hold.
void print_contents(const ReplayCommand& command, const JournaledRun& journaled) {
  const Journal::Contents& contents = journaled.contents();
  const auto failures =
      std::count_if(contents.values.begin(), contents.values.end(), [](double value) { return !std::isfinite(value); });
  print_head(journaled.record());
  print_row("evaluations", evaluations_text(contents.evaluations(), failures, journaled.record().settings));
  print_assessments(contents.assessments, journaled.record().settings.maximize);
  print_row("stopped", contents.end ? contents.end->reason : state_text(command, contents));
  print_row("points", journaled.record().x0.form() + ": not in the journal; ng.replay rebuilds them");
  print_row("time", fmt::format("{:.3g} s", contents.seconds));
}

/// A number a line, as short as tells it from its neighbours. Written beside and renamed.
void write_point(const Point& point, const std::string& path) {
  const std::string beside = path + ".partial";
  std::ofstream stream(beside);
  for (const Tensor& tensor : point.tensors)
    tensor.visit([&](auto elements) {
      for (const auto element : elements) stream << fmt::format("{}\n", element);
    });
  stream.close();
  if (!stream || std::rename(beside.c_str(), path.c_str()) != 0) {
    std::remove(beside.c_str());
    throw_error(ErrorKind::file, "cannot write {}", path);
  }
}

void replay(const ReplayCommand& command) {
  JournaledRun journaled(command.path);
  if (!journaled.record().x0.complete() && !command.step && command.out.empty())
    return print_contents(command, journaled);
  const auto run = journaled.replay({}, bindings::monotonic_seconds, command.step);
  print_run(command, journaled, *run);
  if (!command.out.empty()) write_point(run->iterate(), command.out);
}

}  // namespace

int replay_command(int argc, char** argv) {
  CLI::App app("Shows the run of a journal, and its point after any step, without evaluating anything.",
               "nilgrad replay");
  ReplayCommand command;
  app.add_option("path", command.path, "the journal")->required();
  app.add_option("--step", command.step, "after this many steps, not at the end")->check(CLI::NonNegativeNumber);
  app.add_option("--out", command.out, "file for the point where the optimizer stands, a number a line");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  try {
    replay(command);
  } catch (const std::exception& error) {
    fmt::print(stderr, "nilgrad: {}\n", error.what());
    return exit_error;
  }
  return exit_done;
}

}  // namespace nilgrad::interpreter
