#include "interpreter/prompt/errors/report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <exception>

#include "bindings/native.hpp"
#include "interpreter/prompt/errors/frames.hpp"
#include "interpreter/prompt/errors/source_line.hpp"
#include "interpreter/prompt/terminal.hpp"
#include "interpreter/prompt/values/quote.hpp"
#include "interpreter/prompt/values/show.hpp"
#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::size_t message_limit = 8000;  // bytes
constexpr int room = 40;                     // of the stack: what overflowed it has left some

std::string in_colour(Colour colour, std::string_view text) { return coloured(colour, text, STDERR_FILENO); }

std::string lines(std::string_view message, const std::optional<SourceLine>& line) {
  std::string text = in_colour(Colour::error, shortened(message, message_limit));
  if (!line) return text;
  const Pointer pointer = pointing_at(*line, output_columns());
  text += "\n" + pointer.line;
  return pointer.marks.empty() ? text : text + "\n" + in_colour(Colour::error, pointer.marks);
}

/// What was raised, where it is no text: as lua says it, and what it holds.
std::string message_of_object(lua_State* L) {
  if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) return lua_tostring(L, -1);
  std::string message = fmt::format("(error object is a {} value)", luaL_typename(L, 1));
  if (lua_istable(L, 1)) message += "\n" + show(L, 1);
  return message;
}

}  // namespace

std::string ErrorReport::report(lua_State* L) const {
  const bool is_text = lua_isstring(L, 1);
  std::size_t length = 0;
  const char* text = is_text ? lua_tolstring(L, 1, &length) : nullptr;
  const std::string message = is_text ? std::string(text, length) : message_of_object(L);
  std::string told = lines(message, runtime_line(L, is_text ? message : "", chunks_));
  const std::string traceback = traceback_text(frames_of(L));
  return traceback.empty() ? told : told + "\n" + in_colour(Colour::faint, traceback);
}

void ErrorReport::push_report(lua_State* L) {
  if (!lua_checkstack(L, room)) return lua_pushvalue(L, 1);
  try {
    bindings::push_string(L, report(L));
  } catch (const std::exception&) {  // out of memory: the message alone must do
    lua_pushvalue(L, 1);
  }
}

std::string ErrorReport::load_error(std::string_view message) { return lines(message, file_line(message)); }

std::string ErrorReport::syntax_error(lua_State* L, std::string_view message, const std::string& chunk) {
  return lines(message, syntax_line(L, message, chunk));
}

}  // namespace nilgrad::interpreter
