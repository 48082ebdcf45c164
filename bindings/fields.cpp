#include "bindings/fields.hpp"

#include <vector>

#include "runtime/catalog/descriptor.hpp"

namespace nilgrad::bindings {
namespace {

void add_names(lua_State* L, int table, std::vector<std::string>& names) {
  lua_pushnil(L);
  while (lua_next(L, table)) {
    lua_pop(L, 1);
    names.emplace_back(lua_tostring(L, -1));
  }
}

[[noreturn]] void refuse(lua_State* L, const std::string& name) {
  std::vector<std::string> names;
  for (const int table : {lua_upvalueindex(1), lua_upvalueindex(2)}) add_names(L, table, names);
  const std::string near = catalog::nearest(name, names);
  std::string type = "object";
  if (luaL_getmetafield(L, 1, "__name") == LUA_TSTRING) type = lua_tostring(L, -1);
  type = type.substr(type.rfind('.') + 1);
  const char* article = std::string_view("aeiou").find(type[0]) == std::string_view::npos ? "a" : "an";
  throw_error(ErrorKind::option, "{} {} has no field '{}'{}", article, type, name,
              near.empty() ? "" : "; did you mean '" + near + "'?");
}

}  // namespace

int push_method_or_field(lua_State* L) {
  if (lua_type(L, 2) != LUA_TSTRING) refuse(L, luaL_tolstring(L, 2, nullptr));
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNIL) refuse(L, lua_tostring(L, 2));
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

void add_fields(lua_State* L, const char* type, const luaL_Reg* fields, lua_CFunction index) {
  luaL_getmetatable(L, type);
  const int metatable = lua_gettop(L);
  lua_newtable(L);
  luaL_setfuncs(L, fields, 0);
  lua_newtable(L);
  lua_Integer count = 0;
  for (const luaL_Reg* field = fields; field->name; ++field) {
    lua_pushstring(L, field->name);
    lua_rawseti(L, -2, ++count);
  }
  lua_getfield(L, metatable, "__index");
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -4, ++count);
  }
  lua_pushvalue(L, -3);
  lua_pushcclosure(L, index, 2);
  lua_setfield(L, metatable, "__index");
  lua_setfield(L, metatable, "__fields");
  lua_settop(L, metatable - 1);
}

}  // namespace nilgrad::bindings
