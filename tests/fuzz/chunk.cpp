#include <lua.hpp>
#include <memory>
#include <string>

#include "interpreter/prompt/unit.hpp"
#include "tests/fuzz/targets.hpp"

namespace nilgrad::fuzz {

void chunk(std::string_view input) {
  static const std::unique_ptr<lua_State, void (*)(lua_State*)> state(luaL_newstate(), lua_close);
  lua_State* L = state.get();
  const std::string text(input);
  const bool incomplete = interpreter::is_incomplete(L, text);
  require(lua_gettop(L) == 0, "whether a unit is whole is found out without leaving anything on the stack");
  const int status = interpreter::load_unit(L, text);
  require(lua_gettop(L) == 1, "a unit becomes one function or one message");
  require(status == LUA_OK ? lua_isfunction(L, 1) : lua_isstring(L, 1), "a unit becomes a function or a message");
  require(status != LUA_OK || !incomplete, "what compiles is not waited for");
  lua_settop(L, 0);
}

}  // namespace nilgrad::fuzz
