#include <string>

#include "tests/bindings/lua_state.hpp"
#include "tests/fuzz/targets.hpp"

namespace nilgrad::fuzz {

void json(std::string_view input) {
  static const bindings::LuaState lua;
  lua_State* L = lua.get();
  static const std::string ready = lua.run(R"(
    function decode_and_encode(text)
      local ok, value = pcall(ng.json.decode, text)
      if not ok then return value end
      local encoded = ng.json.encode(value)
      assert(ng.json.encode(ng.json.decode(encoded)) == encoded)
      return encoded
    end
    return 'ready')");
  lua_getglobal(L, "decode_and_encode");
  lua_pushlstring(L, input.data(), input.size());
  const bool kept = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_isstring(L, -1);
  lua_settop(L, 0);
  require(kept, "what was decoded is encoded, and read back as the same");
}

}  // namespace nilgrad::fuzz
