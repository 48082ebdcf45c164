#pragma once
#include <poll.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "runtime/objective/process/child.hpp"
#include "runtime/objective/process/protocol.hpp"

namespace nilgrad {

/// One process of the pool and what passes through its pipes: at most one request is open. Nothing here waits for the
/// process but by poll, whatever it reads, writes or leaves unread.
class Worker {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws Error(unavailable) when the command cannot be started.
  explicit Worker(const std::vector<std::string>& command) : child_(command) {}

  /// Whether it can be sent a request: it lives and has written nothing that nobody asked for.
  bool ready();
  /// `seconds` until it counts as silent; none: never. `longest` is the most bytes its answer may have.
  void send(std::string line, std::optional<double> seconds, std::size_t longest);
  bool busy() const { return busy_; }
  bool has_answered() const { return has_answered_; }

  /// What to wait for, and then what came: its answer's line without the end, if it is complete. Throws WorkerFailure
  /// if there will be none.
  std::array<pollfd, 3> waits_for() const;
  std::optional<std::string> advance(const pollfd* events);
  /// Throws WorkerFailure if it is busy but has ended, or is silent for too long. Ask when nothing came.
  void check_alive() const;
  /// The last lines of its standard error, each on a line of its own; "" when there is none.
  std::string end_of_errors() const;

  /// Asks it to end by closing its standard input; is it gone already?
  void close_input() { child_.close_input(); }
  bool ended() const { return child_.ended().has_value(); }

 private:
  void send_more();
  void receive();
  void drain_errors();
  [[noreturn]] void fail_ended(const std::string& otherwise);

  Child child_;
  std::string outgoing_, incoming_, errors_;
  std::size_t sent_ = 0, searched_ = 0, longest_ = 0;
  bool busy_ = false, has_answered_ = false;
  std::optional<Clock::time_point> deadline_;
  double seconds_ = 0;
};

}  // namespace nilgrad
