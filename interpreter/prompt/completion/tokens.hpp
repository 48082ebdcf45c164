#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

bool is_keyword(std::string_view text);
/// What may stand after a dot: letters, digits and underscores, and no keyword.
bool is_name(std::string_view text);

/// A piece of Lua text, from byte `begin` to before `end`.
struct Token {
  enum class Kind { name, number, string, comment, symbol } kind;  // a keyword is a name too
  std::size_t begin, end;
  std::size_t inside = 0;  ///< of a string: where its content begins
  bool open = false;       ///< of a string or comment: the text ends within it

  std::string_view text(std::string_view whole) const { return whole.substr(begin, end - begin); }
};

/// The tokens of any text whatsoever, Lua or not. Comments are left out, but for one that the text ends within. A
/// quoted string ends with its line, as no Lua string goes on there without a backslash.
std::vector<Token> tokenize(std::string_view text);

}  // namespace nilgrad::interpreter
