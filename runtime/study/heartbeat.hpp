#pragma once
#include <condition_variable>
#include <functional>
#include <thread>

#include "runtime/study/held_trial.hpp"

namespace nilgrad::study {

/// Tells the storage, from a thread of its own, that this process lives: while the objective computes, its trials'
/// leases are renewed and what they reported is sent on. A trial that overstays its deadline, in a call from which
/// nothing can fetch it back, is given up as failed.
class Heartbeat {
 public:
  struct Settings {
    double lease = 60;
    std::function<double()> clock;                      ///< monotonic seconds
    std::function<void(const HeldTrial&)> on_given_up;  ///< on the heartbeat's thread; may end the process
  };
  Heartbeat(std::unique_ptr<Storage> storage, Settings settings);
  ~Heartbeat();
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  void watch(std::shared_ptr<HeldTrial> trial);
  void forget(const HeldTrial& trial);

 private:
  void run(const std::stop_token& stop);
  void visit(HeldTrial& trial, bool beat);

  std::unique_ptr<Storage> storage_;
  Settings settings_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<std::shared_ptr<HeldTrial>> trials_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace nilgrad::study
