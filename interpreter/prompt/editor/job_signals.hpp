#pragma once
#include <csignal>

namespace nilgrad::interpreter {

/// While it lives, signals that stop or end the process, and those of a terminal's new size, are only noted: an editor
/// obeys when the terminal is in order. There is one at a time.
class JobSignals {
 public:
  /// Waits until the process has the terminal: a job in the background is stopped, as by any read.
  JobSignals();
  ~JobSignals();
  JobSignals(const JobSignals&) = delete;
  JobSignals& operator=(const JobSignals&) = delete;

  /// Has any come that is not dealt with?
  static bool noted();
  /// Does one of them stop or end the process?
  static bool must_obey();
  /// Does as the process would have done without us: it may stop for a while, or end.
  void obey();
  static void forget_new_size();

 private:
  static constexpr int signals[] = {SIGTSTP, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
  static constexpr int count = 5;
  struct sigaction previous_[count];
};

}  // namespace nilgrad::interpreter
