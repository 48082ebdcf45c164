#include <string>

#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/completion/complete.hpp"
#include "interpreter/prompt/completion/tokens.hpp"
#include "tests/bindings/lua_state.hpp"
#include "tests/fuzz/targets.hpp"

namespace nilgrad::fuzz {
namespace {

/// What a session may hold: our things, and values that do not want to be looked at.
const char* const session = R"(
  f = ng.objective.sphere { dim = 3 }
  opt = ng.optimizer.cmaes {}
  t = ng.tensor { 1, 2 }
  loop = {} loop.self = loop setmetatable(loop, { __index = loop })
  hostile = setmetatable({}, { __index = function() error {} end, __pairs = function() error() end, __name = 1 })
  odd = { [1] = 1, ['a b'] = 2, ['\0'] = 3, ['end'] = 4, ['ümlaut'] = 5, [true] = 6 }
)";

lua_State* session_state() {
  static const bindings::LuaState lua;
  static const bool ready = [] {
    lua_pushcfunction(lua.get(), interpreter::provide_ng);
    if (lua_pcall(lua.get(), 0, 0, 0) != LUA_OK || luaL_dostring(lua.get(), session) != LUA_OK) return false;
    lua_settop(lua.get(), 0);
    return true;
  }();
  require(ready, "the session runs");
  return lua.get();
}

void check_tokens(std::string_view text) {
  std::size_t end = 0;
  for (const interpreter::Token& token : interpreter::tokenize(text)) {
    require(token.begin >= end && token.end > token.begin && token.end <= text.size(), "tokens follow each other");
    end = token.end;
  }
}

}  // namespace

void completion(std::string_view input) {
  check_tokens(input);
  lua_State* L = session_state();
  const std::string before(input);
  const auto [begin, candidates] = interpreter::complete(L, before);
  require(lua_gettop(L) == 0, "completion leaves nothing on the stack");
  require(begin <= before.size(), "what is completed stands before the cursor");
  for (const std::string& candidate : candidates)
    require(candidate.find('\n') == std::string::npos || before.find('\n', begin) != std::string::npos,
            "a candidate has lines only where the text has");
}

}  // namespace nilgrad::fuzz
