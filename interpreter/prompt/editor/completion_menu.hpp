#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {

/// What the text from `completions.begin` becomes: all that the candidates have in common, if that says more than
/// `word`, which stands there now; else `word` itself.
std::string completed(std::string_view word, const Completions& completions);

/// Candidates to choose from, in columns: never more than half the terminal, the rest on further pages.
class CompletionMenu {
 public:
  void open(const std::vector<std::string>& candidates);
  void close() { names_.clear(); }
  bool is_open() const { return !names_.empty(); }
  /// After the last page comes the first.
  void next_page() { ++page_; }
  /// The page as lines of text; none when it is closed.
  std::vector<std::string> lines(TerminalSize size) const;

 private:
  std::vector<std::string> names_;
  std::size_t page_ = 0;  // modulo their number
};

}  // namespace nilgrad::interpreter
