#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "interpreter/prompt/history_file.hpp"

namespace nilgrad::interpreter {

/// $XDG_STATE_HOME/nilgrad/history, else ~/.local/share/nilgrad/history; empty when there is no home.
std::string history_path();

/// Units typed at prompts, of this session and others, each once, at its last use. A history that cannot be kept is no
/// error: one warning, and the session goes on without.
class History {
 public:
  static constexpr std::size_t limit = 10000;             // units
  static constexpr std::size_t longest_unit = 256 << 10;  // bytes; what is longer lives no longer than its session

  /// An empty path keeps nothing.
  explicit History(const std::string& path);
  /// Tidies the file up if this session has found or written something twice.
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  /// The units of earlier sessions, oldest first.
  std::vector<std::string> load();
  /// Keeps a unit at once: what ends the session suddenly loses none. Blank ones are not kept.
  void append(std::string_view unit);

 private:
  void tidy_up();
  void go_without(const char* problem);

  std::optional<HistoryFile> file_;          // none when it is not kept
  std::unordered_set<std::size_t> written_;  // hashes of what the file holds
  bool untidy_ = false;
};

bool is_blank(std::string_view unit);

}  // namespace nilgrad::interpreter
