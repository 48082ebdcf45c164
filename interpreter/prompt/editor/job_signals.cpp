#include "interpreter/prompt/editor/job_signals.hpp"

#include <unistd.h>

#include <algorithm>

#include "interpreter/prompt/editor/signal_gate.hpp"

namespace nilgrad::interpreter {
namespace {

volatile std::sig_atomic_t is_noted[NSIG];

struct sigaction noting() {
  struct sigaction action {};
  action.sa_handler = [](int signal) { is_noted[signal] = 1; };
  sigemptyset(&action.sa_mask);
  return action;
}

void raise_at_once(int signal) {
  const SignalGate::Opening opening(signal);
  raise(signal);
}

/// It may be continued in the background. A job whose shell is gone is not stopped by the signal.
void wait_for_terminal() {
  constexpr int most = 1000;
  for (int i = 0; i < most; ++i) {
    const pid_t owner = tcgetpgrp(STDIN_FILENO);
    if (owner < 0 || owner == getpgrp()) return;
    raise_at_once(SIGTTIN);
  }
}

}  // namespace

JobSignals::JobSignals() {
  wait_for_terminal();
  const struct sigaction action = noting();
  for (int i = 0; i < count; ++i) sigaction(signals[i], &action, &previous_[i]);
}

JobSignals::~JobSignals() {
  for (int i = 0; i < count; ++i) sigaction(signals[i], &previous_[i], nullptr);
}

bool JobSignals::noted() { return must_obey() || is_noted[SIGWINCH]; }

bool JobSignals::must_obey() {
  return std::ranges::any_of(signals, [](int signal) { return signal != SIGWINCH && is_noted[signal]; });
}

void JobSignals::forget_new_size() { is_noted[SIGWINCH] = 0; }

void JobSignals::obey() {
  const struct sigaction action = noting();
  for (int i = 0; i < count; ++i) {
    if (signals[i] == SIGWINCH || !is_noted[signals[i]]) continue;
    is_noted[signals[i]] = 0;
    sigaction(signals[i], &previous_[i], nullptr);
    raise_at_once(signals[i]);
    sigaction(signals[i], &action, nullptr);
  }
  wait_for_terminal();
}

}  // namespace nilgrad::interpreter
