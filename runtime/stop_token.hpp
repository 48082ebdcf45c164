#pragma once
#include <atomic>

#include "runtime/error.hpp"

namespace nilgrad {

/// Asked by every native loop between pieces of work that may not be torn; set by a signal handler, a driver or a test.
/// Knows nothing of who sets it. A default token never stops.
class StopToken {
 public:
  StopToken() = default;
  explicit StopToken(const std::atomic<bool>& flag) : flag_(&flag) {}
  bool requested() const noexcept { return flag_ && flag_->load(std::memory_order_relaxed); }
  /// Throws Error(interrupted) when a stop was asked for.
  void check() const {
    if (requested()) throw Error(ErrorKind::interrupted, "interrupted!");
  }

 private:
  const std::atomic<bool>* flag_ = nullptr;
};

/// The flag that Ctrl-C sets (lock-free, so a signal handler may write it); the interpreter clears it at top level.
std::atomic<bool>& interrupt_flag() noexcept;

}  // namespace nilgrad
