#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nilgrad::interpreter {

/// What an editor asks of the language. No function throws or raises.
struct Language {
  /// What stands before a unit's first line, or before its `continued` ones.
  std::function<std::string(bool continued)> prompt;
  /// Does this text need more lines?
  std::function<bool(const std::string& text)> incomplete;
  /// Whole replacements of `word` ("ng.mi" → "ng.minimize").
  std::function<std::vector<std::string>(const std::string& word)> completions;
};

enum class Reading {
  unit,         ///< one whole chunk, however many lines it has
  end,          ///< end of the input
  interrupted,  ///< Ctrl-C: what was typed is dropped
};

/// Where a unit of input comes from. Behind this stands readline, or plain standard input.
class Editor {
 public:
  virtual ~Editor() = default;
  virtual Reading read(std::string& unit) = 0;
};

/// readline where standard input and output are a terminal that can move its cursor, else standard input line by line.
std::unique_ptr<Editor> open_editor(Language language);

std::unique_ptr<Editor> open_readline_editor(Language language);
/// Prompts are printed only to a terminal: a pipe's output holds values alone.
std::unique_ptr<Editor> open_plain_editor(Language language);

/// "readline 8.2"
std::string editor_name();

}  // namespace nilgrad::interpreter
