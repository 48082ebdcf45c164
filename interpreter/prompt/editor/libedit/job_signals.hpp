#pragma once
#include <csignal>

namespace nilgrad::interpreter {

/// While it lives, signals that stop or end the process, and those of a terminal's new size, are only noted.
class JobSignals {
 public:
  JobSignals();
  ~JobSignals();
  JobSignals(const JobSignals&) = delete;
  JobSignals& operator=(const JobSignals&) = delete;

  /// The one that has come last, 0 when none has.
  static int noted();
  /// Forgets it and does as the process would have done without us: it may stop for a while, or end.
  void obey();
  static void forget();

 private:
  static constexpr int signals[] = {SIGTSTP, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
  static constexpr int count = 5;
  struct sigaction previous_[count];
};

}  // namespace nilgrad::interpreter
