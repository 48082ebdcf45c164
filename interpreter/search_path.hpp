#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// Puts into package.path and package.cpath, before what lua searches unless told (/usr/local, /usr, the current
/// folder): the script's folder (where there is a script), ./lua_modules and, with the environment, ~/.luarocks. So
/// what a script brings along is found before what its project has installed, and that before what the user and the
/// machine have. In a path that LUA_PATH or LUA_CPATH states they stand at its ";;", which stands for the default; one
/// without is left as stated.
void extend_search_paths(lua_State* L, const char* script, bool use_environment);

}  // namespace nilgrad::interpreter
