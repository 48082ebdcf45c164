#include "interpreter/ng_global.hpp"

#include <cctype>

namespace nilgrad::interpreter {

int provide_ng(lua_State* L) {
  lua_pushglobaltable(L);  // past its metatable, which may forbid unknown names
  const int globals = lua_gettop(L);
  lua_pushliteral(L, "ng");
  if (lua_rawget(L, globals) != LUA_TNIL) return 0;
  lua_pushliteral(L, "ng");
  lua_getglobal(L, "require");
  lua_pushliteral(L, "nilgrad");
  lua_call(L, 1, 1);
  lua_rawset(L, globals);
  return 0;
}

bool mentions_ng(std::string_view text) {
  const auto joins = [&](std::size_t i) {
    return i < text.size() && (text[i] == '_' || std::isalnum(static_cast<unsigned char>(text[i])));
  };
  for (std::size_t i = text.find("ng"); i != std::string_view::npos; i = text.find("ng", i + 1)) {
    const bool begins = i == 0 || (!joins(i - 1) && text[i - 1] != '.' && text[i - 1] != ':');
    if (begins && !joins(i + 2)) return true;
  }
  return false;
}

}  // namespace nilgrad::interpreter
