#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

/// What a file of units holds, and what was wrong with it.
struct HistoryContents {
  std::vector<std::string> units;
  std::size_t unreadable_lines = 0;
  std::size_t skipped_bytes = 0;  // at the begin of a file that is too large
};

/// Units, each a history_line(), in a file that only its owner can read. Several processes may use it. What fails
/// raises an Error that names the file.
class HistoryFile {
 public:
  static constexpr std::size_t most_bytes = 16 << 20;  // that are read

  explicit HistoryFile(std::string path);

  /// None when there is no such file.
  HistoryContents read() const;
  void append(std::string_view unit) const;
  /// Replaces its units by what `keep` makes of them; no other process writes meanwhile.
  std::vector<std::string> rewrite(std::vector<std::string> (*keep)(std::vector<std::string>)) const;

 private:
  std::string path_;
};

}  // namespace nilgrad::interpreter
