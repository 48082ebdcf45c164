#include "bindings/native.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using nilgrad::bindings::native;

namespace {

int throw_our_error(lua_State* L) {
  if (lua_toboolean(L, 1)) nilgrad::throw_error(nilgrad::ErrorKind::option, "mu must be positive, not {}", -1);
  return 0;
}

int throw_standard_error(lua_State*) { throw std::out_of_range("no such row"); }

int raise_table(lua_State* L) {
  lua_newtable(L);
  return lua_error(L);
}

int count_arguments(lua_State* L) {
  lua_pushinteger(L, lua_gettop(L));
  return 1;
}

struct State {
  State() {
    luaL_openlibs(*this);
    lua_register(*this, "throw_our_error", native<throw_our_error>);
    lua_register(*this, "throw_standard_error", native<throw_standard_error>);
    lua_register(*this, "raise_table", native<raise_table>);
    lua_register(*this, "count_arguments", native<count_arguments>);
  }
  operator lua_State*() const { return owner.get(); }
  std::string run(const char* chunk) const {
    luaL_loadbufferx(*this, chunk, std::char_traits<char>::length(chunk), "=chunk", "t");
    lua_pcall(*this, 0, 1, 0);
    return luaL_tolstring(*this, -1, nullptr);
  }
  std::unique_ptr<lua_State, void (*)(lua_State*)> owner{luaL_newstate(), lua_close};
};

}  // namespace

TEST_CASE("An exception becomes a Lua error string at the caller's position") {
  const State L;
  CHECK(L.run("\nthrow_our_error(true)") == "chunk:2: mu must be positive, not -1");
  CHECK(L.run("throw_standard_error()") == "chunk:1: no such row");
}

TEST_CASE("An exception can be caught by pcall and Lua goes on") {
  const State L;
  CHECK(L.run("local ok = pcall(throw_our_error, true) return not ok and count_arguments(1, 2)") == "2");
}

TEST_CASE("An exception in a coroutine ends the coroutine alone") {
  const State L;
  CHECK(L.run("local co = coroutine.create(throw_standard_error)"
              "local ok, message = coroutine.resume(co) return message .. ' ' .. coroutine.status(co)") ==
        "no such row dead");
}

TEST_CASE("Lua's own errors pass through the trampoline untouched") {
  const State L;
  CHECK(L.run("local ok, e = pcall(raise_table) return type(e)") == "table");
}

TEST_CASE("A native function that does not throw returns its results") {
  const State L;
  CHECK(L.run("return count_arguments(1, nil, 3)") == "3");
  CHECK(L.run("return select('#', throw_our_error(false))") == "0");
}
