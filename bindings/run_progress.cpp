#include "bindings/run_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nilgrad::bindings {
namespace {

/// ", 3 min left", where the run has an end that can be counted down to.
std::string time_left(const Run& run, const RunBeginning& beginning, double now) {
  const Run::Settings& settings = run.settings();
  const Result& result = run.result();
  const auto share = [](std::int64_t reached, std::int64_t first, std::int64_t last) {
    return last > first ? static_cast<double>(reached - first) / static_cast<double>(last - first) : 1.0;
  };
  double done = 0;
  if (settings.budget != Run::unlimited) done = share(result.evaluations, beginning.evaluations, settings.budget);
  if (settings.steps) done = std::max(done, share(result.steps, beginning.steps, *settings.steps));
  if (!(done > 0)) return "";
  const double left = (now - beginning.seconds) * (1 - done) / done;
  if (left < 100) return fmt::format(", {:.0f} s left", left);
  return left < 6000 ? fmt::format(", {:.0f} min left", left / 60) : fmt::format(", {:.1f} h left", left / 3600);
}

}  // namespace

std::string progress_text(const Run& run, const RunBeginning& beginning, double now) {
  const Run::Settings& settings = run.settings();
  const Result& result = run.result();
  std::string text;
  if (settings.steps) text = fmt::format("step {} of {}, ", result.steps, *settings.steps);
  const std::string of = settings.budget != Run::unlimited ? fmt::format(" of {}", settings.budget) : "";
  text += fmt::format("{}{} evaluations, best value {:.6g}", result.evaluations, of, result.value);
  text += time_left(run, beginning, now);
  if (result.evaluated.empty()) return text;
  const Assessment& last = result.evaluated.back();
  text += fmt::format("; after step {}:", last.step);
  for (const Figure& figure : last.figures) text += fmt::format(" {} {:.4g}", figure.name, figure.value);
  return text;
}

}  // namespace nilgrad::bindings
