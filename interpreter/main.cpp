#include "bindings/stdlib.hpp"

int main() {
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  nilgrad::bindings::open_nilgrad(L);
  lua_close(L);
  return 0;
}
