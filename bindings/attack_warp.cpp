#include <vector>

#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/attack/warp.hpp"

// What ng.attack.transform asks for, in the module "nilgrad.native.attack".
namespace nilgrad::bindings {
namespace {

double number_in(lua_State* L, lua_Integer position) {
  lua_rawgeti(L, -1, position);
  const double value = luaL_checknumber(L, -1);
  lua_pop(L, 1);
  return value;
}

/// warp(image, { { degrees, down, right }, … }) -> [n, image…]
int warp_image(lua_State* L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  std::vector<Transformation> transformations(lua_rawlen(L, 2));
  for (std::size_t i = 0; i < transformations.size(); ++i) {
    lua_rawgeti(L, 2, static_cast<lua_Integer>(i + 1));
    luaL_checktype(L, -1, LUA_TTABLE);
    transformations[i] = {number_in(L, 1), number_in(L, 2), number_in(L, 3)};
    lua_pop(L, 1);
  }
  push_tensor(L, warp(check_tensor(L, 1), transformations));
  return 1;
}

}  // namespace

void open_attack_warp(lua_State* L) {
  lua_pushcfunction(L, native<warp_image>);
  lua_setfield(L, -2, "warp");
}

}  // namespace nilgrad::bindings
