#include "bindings/native.hpp"
#include "bindings/open.hpp"
#include "bindings/tensor.hpp"
#include "runtime/attack/waves.hpp"

// What attacks that search low frequencies ask for, in the module "nilgrad.native.attack".
namespace nilgrad::bindings {
namespace {

/// waves(coefficients [n, p, q], height, width) -> [n, height, width]
int waves(lua_State* L) {
  push_tensor(L, sum_of_waves(check_tensor(L, 1), luaL_checkinteger(L, 2), luaL_checkinteger(L, 3)));
  return 1;
}

}  // namespace

void open_attack_waves(lua_State* L) {
  lua_pushcfunction(L, native<waves>);
  lua_setfield(L, -2, "waves");
}

}  // namespace nilgrad::bindings
