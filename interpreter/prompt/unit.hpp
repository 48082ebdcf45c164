#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// Loads a unit of input, as an expression (whose values are returned) where it is one, else as statements. "=e" is
/// "return e". Leaves a function or a message on the stack, as luaL_loadbuffer.
int load_unit(lua_State* L, const std::string& unit);

/// Does the unit end too early to be a chunk?
bool is_incomplete(lua_State* L, const std::string& unit);

}  // namespace nilgrad::interpreter
