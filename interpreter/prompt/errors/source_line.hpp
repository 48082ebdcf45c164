#pragma once
#include <lua.hpp>

#include <optional>
#include <string>
#include <string_view>

#include "interpreter/prompt/chunks.hpp"

namespace nilgrad::interpreter {

/// A line of Lua that an error points at, and what of it.
struct SourceLine {
  std::string text;
  std::size_t begin = 0, length = 0;  ///< bytes to point at; none where the place within the line is not known
};

/// "stdin:3: message" as its parts. Nothing where the text does not begin so.
struct Position {
  std::string_view source;
  int line;
};
std::optional<Position> position_of(std::string_view message);

/// The line that a runtime error's message names, else the innermost line that is not ours. From within a message
/// handler. Typed lines come from `chunks`, others from their files as these are now.
std::optional<SourceLine> runtime_line(lua_State* L, std::string_view message, const Chunks& chunks);

/// The line of a file that the message names.
std::optional<SourceLine> file_line(std::string_view message);

/// The line that the syntax error of a typed chunk names, and the token.
std::optional<SourceLine> syntax_line(lua_State* L, std::string_view message, const std::string& chunk);

/// The line, cut around the place where it is longer than `width`, and below it marks, or nothing.
struct Pointer {
  std::string line, marks;
};
Pointer pointing_at(const SourceLine& line, std::size_t width);

}  // namespace nilgrad::interpreter
