#include "bindings/native.hpp"

#include <stdexcept>

namespace nilgrad::bindings {

const char* message_of(const std::exception& error) noexcept {
  if (dynamic_cast<const std::bad_alloc*>(&error)) return "not enough memory";
  if (dynamic_cast<const std::length_error*>(&error)) return "not enough memory: more was asked for than there can be";
  return error.what();
}

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
