#include "interpreter/prompt/editor/libedit/job_signals.hpp"

#include "interpreter/prompt/editor/signal_gate.hpp"

namespace nilgrad::interpreter {
namespace {

volatile std::sig_atomic_t noted_signal = 0;

struct sigaction noting() {
  struct sigaction action {};
  action.sa_handler = [](int signal) { noted_signal = signal; };
  sigemptyset(&action.sa_mask);
  return action;
}

}  // namespace

JobSignals::JobSignals() {
  const struct sigaction action = noting();
  for (int i = 0; i < count; ++i) sigaction(signals[i], &action, &previous_[i]);
}

JobSignals::~JobSignals() {
  for (int i = 0; i < count; ++i) sigaction(signals[i], &previous_[i], nullptr);
}

int JobSignals::noted() { return noted_signal; }

void JobSignals::forget() { noted_signal = 0; }

void JobSignals::obey() {
  const struct sigaction action = noting();
  for (int i = 0; i < count; ++i) {
    if (signals[i] != noted_signal) continue;
    sigaction(signals[i], &previous_[i], nullptr);
    forget();
    {
      const SignalGate::Opening opening;
      raise(signals[i]);
    }
    sigaction(signals[i], &action, nullptr);
    return;
  }
}

}  // namespace nilgrad::interpreter
