#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// Appends to package.path and package.cpath, after everything lua searches: the script's folder (where there is a
/// script),
/// ./lua_modules and, with the environment, ~/.luarocks. A path that LUA_PATH or LUA_CPATH states without ";;" (which
/// stands for the default) is left as stated.
void extend_search_paths(lua_State* L, const char* script, bool use_environment);

}  // namespace nilgrad::interpreter
