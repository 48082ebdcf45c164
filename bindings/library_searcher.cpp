#include "bindings/library_searcher.hpp"

#include <string_view>

namespace nilgrad::bindings {
namespace {

/// Takes the place of the searcher of package.preload. Upvalues: that searcher; our modules' loaders by name; require.
int search(lua_State* L) {
  const std::string_view name = luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TFUNCTION) {
    lua_pushliteral(L, ":preload:");
    return 2;
  }
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_call(L, 1, LUA_MULTRET);
  const int answered = lua_gettop(L);
  if (lua_isfunction(L, 2) || name.rfind("nilgrad_", 0) != 0) return answered - 1;
  lua_pushvalue(L, lua_upvalueindex(3));
  lua_pushliteral(L, "nilgrad.library.watch");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "search");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 2);
  if (!lua_isnil(L, -2)) return 2;
  lua_settop(L, answered);
  return answered - 1;
}

}  // namespace

void install_library_searcher(lua_State* L, int ours) {
  ours = lua_absindex(L, ours);
  if (lua_getglobal(L, LUA_LOADLIBNAME) == LUA_TTABLE) {
    lua_getfield(L, -1, "searchers");
    lua_geti(L, -1, 1);
    lua_pushvalue(L, ours);
    lua_getglobal(L, "require");
    lua_pushcclosure(L, search, 3);
    lua_seti(L, -2, 1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

}  // namespace nilgrad::bindings
