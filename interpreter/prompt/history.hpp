#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

/// $XDG_STATE_HOME/nilgrad/history, else ~/.local/share/nilgrad/history; empty when there is no home.
std::string history_path();

/// Units typed at prompts, one a line of a file (newlines escaped), each kept once, at its last use. Only its owner can
/// read it. A history that cannot be read or written is no error: the session goes on without.
class History {
 public:
  static constexpr std::size_t limit = 10000;

  /// An empty path keeps nothing.
  explicit History(std::string path) : path_(std::move(path)) {}

  /// The units of earlier sessions, oldest first, at most `limit`. Rewrites a file that has grown to twice that.
  std::vector<std::string> load();
  /// One write at the end of the file, so that sessions side by side do not tear each other's lines.
  void append(std::string_view unit);

 private:
  std::string path_;
};

}  // namespace nilgrad::interpreter
