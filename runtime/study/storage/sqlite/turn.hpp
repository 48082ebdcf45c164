#pragma once
#include <string>

namespace nilgrad::study {

/// The queue of those who want to write into one SQLite file. SQLite lets waiting writers try again and again, and
/// whoever happens to try at the right moment gets on; here only the one whose turn it is tries. Only a matter of
/// fairness and of idle processors: what is written stays right without it.
///
/// The turn is a flock of the write-ahead log, a file that all of them have, on which SQLite itself keeps no locks
/// (closing a file drops the process's fcntl locks of it).
class Turn {
 public:
  explicit Turn(std::string log) : log_(std::move(log)) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn();

  /// Waits up to `seconds`; whether it is this one's turn or it cannot be known.
  bool take(double seconds);
  void give();

 private:
  std::string log_;
  int file_ = -1;
};

}  // namespace nilgrad::study
