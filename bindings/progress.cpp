#include "bindings/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace nilgrad::bindings {
namespace {

constexpr double first_after = 0.3, every = 0.1;  // seconds

bool on_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) && terminal && std::string_view(terminal) != "dumb";
}

}  // namespace

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ProgressLine::ProgressLine(bool wanted)
    : active_(wanted && on_terminal()), next_(active_ ? monotonic_seconds() + first_after : 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(const Run& run) {
  if (!active_) return;
  const double now = monotonic_seconds();
  if (now < next_) return;
  next_ = now + every;
  shown_ = true;
  const Result& result = run.result();
  const std::int64_t budget = run.settings().budget;
  const std::string of = budget != Run::unlimited ? fmt::format(" of {}", budget) : "";
  fmt::print(stderr, "\r\033[K{}{} evaluations, best value {:.6g}", result.evaluations, of, result.value);
  std::fflush(stderr);
}

}  // namespace nilgrad::bindings
