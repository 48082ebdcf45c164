#include "interpreter/prompt/unit.hpp"

#include <algorithm>
#include <string_view>

namespace nilgrad::interpreter {
namespace {

int load_text(lua_State* L, const std::string& text) {
  return luaL_loadbufferx(L, text.data(), text.size(), chunk_name, "t");
}

enum class Parse { whole, early_end, wrong };

Parse parse(lua_State* L, const std::string& text) {
  const int status = load_text(L, text);
  const bool early_end = status == LUA_ERRSYNTAX && std::string_view(lua_tostring(L, -1)).ends_with("<eof>");
  lua_pop(L, 1);
  return status == LUA_OK ? Parse::whole : early_end ? Parse::early_end : Parse::wrong;
}

std::string_view without_blanks(std::string_view unit) {
  return unit.substr(std::min(unit.find_first_not_of(" \t\n"), unit.size()));
}

std::string as_expression(const std::string& unit) {
  return "return " + (unit.starts_with('=') ? unit.substr(1) : unit);
}

}  // namespace

int load_unit(lua_State* L, const std::string& unit) {
  const int status = load_text(L, as_expression(unit));
  if (status == LUA_OK || unit.starts_with('=')) return status;
  lua_pop(L, 1);
  return load_text(L, unit);
}

int load_statements(lua_State* L, const std::string& unit) {
  return load_text(L, unit.starts_with('=') ? as_expression(unit) : unit);
}

bool is_question(std::string_view unit) { return without_blanks(unit).starts_with('?'); }

/// "::" begins a label.
bool is_command(std::string_view unit) {
  const std::string_view text = without_blanks(unit);
  return text.starts_with(':') && !text.starts_with("::");
}

bool is_incomplete(lua_State* L, const std::string& unit) {
  if (is_question(unit) || is_command(unit)) return false;
  const Parse expression = parse(L, as_expression(unit));
  const Parse statements = parse(L, unit);
  if (expression == Parse::whole || statements == Parse::whole) return false;
  return expression == Parse::early_end || statements == Parse::early_end;
}

}  // namespace nilgrad::interpreter
