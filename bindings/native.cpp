#include "bindings/native.hpp"

namespace nilgrad::bindings {

void push_position(lua_State* L) {
  lua_Debug frame;
  for (int level = 1; lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0 || std::string_view(frame.source).starts_with("=nilgrad")) continue;
    lua_pushfstring(L, "%s:%d: ", frame.short_src, frame.currentline);
    return;
  }
  luaL_where(L, 1);
}

}  // namespace nilgrad::bindings
