#include "interpreter/arguments.hpp"

namespace nilgrad::interpreter {

void set_arg(lua_State* L, int argc, char** argv, int script) {
  if (script >= argc) script = 0;
  lua_createtable(L, argc - script, script + 1);
  for (int i = 0; i < argc; ++i) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i - script);
  }
  lua_setglobal(L, "arg");
}

int push_arguments(lua_State* L) {
  if (lua_getglobal(L, "arg") != LUA_TTABLE) luaL_error(L, "'arg' is not a table");
  const int count = static_cast<int>(luaL_len(L, -1));
  luaL_checkstack(L, count + 3, "too many arguments to script");
  for (int i = 1; i <= count; ++i) lua_rawgeti(L, -i, i);
  lua_remove(L, -(count + 1));
  return count;
}

}  // namespace nilgrad::interpreter
