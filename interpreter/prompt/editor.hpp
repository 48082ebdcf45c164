#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nilgrad::interpreter {

/// What may stand in the place of the text from byte `begin` of a unit up to the cursor.
struct Completions {
  std::size_t begin = 0;
  std::vector<std::string> candidates = {};
};

/// What an editor asks of the language. No function throws, raises or prints.
struct Language {
  /// What stands before a unit's first line, or before its `continued` ones.
  std::function<std::string(bool continued)> prompt;
  /// Does this text need more lines?
  std::function<bool(const std::string& text)> incomplete;
  /// For a unit's text up to the cursor, all its lines: "f(ng.mi" → { 2, { "ng.minimize" } }.
  std::function<Completions(const std::string& before_cursor)> completions;
};

enum class Reading {
  unit,         ///< one whole chunk, however many lines it has
  end,          ///< end of the input
  interrupted,  ///< Ctrl-C: what was typed is dropped
};

/// Where a unit of input comes from.
class Editor {
 public:
  virtual ~Editor() = default;
  virtual Reading read(std::string& unit) = 0;
};

/// A line editor where standard input and output are a terminal that can move its cursor, else standard input line by
/// line.
std::unique_ptr<Editor> open_editor(Language language);

/// The build's own: readline, libedit or, without either, the plain one. There is one at a time.
std::unique_ptr<Editor> open_line_editor(Language language);
/// "readline 8.2"
std::string editor_name();

/// Prompts are printed only to a terminal: a pipe's output holds values alone.
std::unique_ptr<Editor> open_plain_editor(Language language);

}  // namespace nilgrad::interpreter
