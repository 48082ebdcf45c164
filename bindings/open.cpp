#include "bindings/open.hpp"

#include "bindings/native.hpp"

namespace nilgrad::bindings {
namespace {

int open_all(lua_State* L) {
  lua_newtable(L);
  open_tensor(L);
  return 1;
}

}  // namespace

int open_native(lua_State* L) { return native<open_all>(L); }

}  // namespace nilgrad::bindings
