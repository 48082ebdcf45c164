#include "bindings/run_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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

void RunBeginning::follow(const Run& run) {
  constexpr std::int64_t window = 20;
  const double last = run.result().curve.last();
  if (std::isfinite(last)) loss += (last - loss) / static_cast<double>(std::min(++followed, window));
}

std::string progress_text(const Run& run, const RunBeginning& beginning, double now) {
  const Run::Settings& settings = run.settings();
  const Result& result = run.result();
  std::string text;
  if (settings.steps) text = fmt::format("step {} of {}, ", result.steps, *settings.steps);
  const std::string of = settings.budget != Run::unlimited ? fmt::format(" of {}", settings.budget) : "";
  text += fmt::format("{}{} evaluations, ", result.evaluations, of);
  text += beginning.followed > 0 ? fmt::format("loss {:.4g}", beginning.loss)
                                 : fmt::format("best value {:.6g}", result.value);
  if (beginning.followed > 0 && result.failures > 0) text += fmt::format(" ({} not finite)", result.failures);
  text += time_left(run, beginning, now);
  if (result.evaluated.empty()) return text;
  const Assessment& last = result.evaluated.back();
  text += fmt::format("; after step {}:", last.step);
  for (const Figure& figure : last.figures) text += fmt::format(" {} {:.4g}", figure.name, figure.value);
  return text;
}

}  // namespace nilgrad::bindings
