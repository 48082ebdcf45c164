#pragma once
#include <chrono>
#include <stdexcept>
#include <string>

namespace nilgrad::study {

/// What may be gone when it is tried again: a full disk, a server that restarts. what() tells of it.
class Transient : public std::runtime_error {
 public:
  Transient(const std::string& message, std::string advice) : runtime_error(message), advice_(std::move(advice)) {}
  const std::string& advice() const { return advice_; }

 private:
  std::string advice_;
};

/// How long one call tries again, with growing pauses. Says so once on stderr, when it has taken so long that a person
/// would notice, and once more when it went on.
class Patience {
 public:
  explicit Patience(std::string storage) : storage_(std::move(storage)), start_(Clock::now()) {}
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  ~Patience();

  /// Sleeps, or throws: Error(file) when `seconds()` have passed since the start, Error(interrupted) at Ctrl-C.
  void wait(const Transient& reason);

  /// 60, or what NILGRAD_PATIENCE says.
  static double seconds();

 private:
  using Clock = std::chrono::steady_clock;
  std::string storage_;
  Clock::time_point start_;
  int tries_ = 0;
  bool said_ = false;
};

/// Sleeps up to `microseconds`, by a random share of them, so that those who wait do not try again together.
void sleep_about(double microseconds);

}  // namespace nilgrad::study
