#pragma once
#include <csignal>

namespace nilgrad::interpreter {

/// While it lives signals wait, but where they are let in: so none comes while the terminal is half written, or between
/// asking for one and waiting for it.
class SignalGate {
 public:
  SignalGate() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &outside_);
  }
  ~SignalGate() { pthread_sigmask(SIG_SETMASK, &outside_, nullptr); }
  SignalGate(const SignalGate&) = delete;
  SignalGate& operator=(const SignalGate&) = delete;

  /// Lets them in while it lives, or one of them alone. There need not be a gate.
  class Opening {
   public:
    Opening() {
      sigset_t none;
      sigemptyset(&none);
      pthread_sigmask(SIG_SETMASK, &none, &inside_);
    }
    explicit Opening(int signal) {
      sigset_t others;
      sigfillset(&others);
      sigdelset(&others, signal);
      pthread_sigmask(SIG_SETMASK, &others, &inside_);
    }
    ~Opening() { pthread_sigmask(SIG_SETMASK, &inside_, nullptr); }
    Opening(const Opening&) = delete;
    Opening& operator=(const Opening&) = delete;

   private:
    sigset_t inside_;
  };

 private:
  sigset_t outside_;
};

}  // namespace nilgrad::interpreter
