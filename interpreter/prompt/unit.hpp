#pragma once
#include <lua.hpp>

#include <string>
#include <string_view>

namespace nilgrad::interpreter {

inline constexpr const char* chunk_name = "=stdin";  // of all that is typed, as in lua

/// Loads a unit of input, as an expression (whose values are returned) where it is one, else as statements. "=e" is
/// "return e". Leaves a function or a message on the stack, as luaL_loadbuffer.
int load_unit(lua_State* L, const std::string& unit);

/// The same as statements: "=e" is "return e", anything else as it is.
int load_statements(lua_State* L, const std::string& unit);

/// Whether a unit is no Lua but a question ("?name") or a command (":load file").
bool is_question(std::string_view unit);
bool is_command(std::string_view unit);

/// Does the unit end too early to be a chunk?
bool is_incomplete(lua_State* L, const std::string& unit);

}  // namespace nilgrad::interpreter
