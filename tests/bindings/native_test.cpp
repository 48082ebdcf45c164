#include "bindings/native.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/bindings/lua_state.hpp"

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

struct State : nilgrad::bindings::LuaState {
  State() {
    lua_register(get(), "throw_our_error", native<throw_our_error>);
    lua_register(get(), "throw_standard_error", native<throw_standard_error>);
    lua_register(get(), "raise_table", native<raise_table>);
    lua_register(get(), "count_arguments", native<count_arguments>);
  }
};

}  // namespace

TEST_CASE("An exception becomes a Lua error string at the caller's position") {
  const State lua;
  CHECK(lua.run("\nthrow_our_error(true)") == "test:2: mu must be positive, not -1");
  CHECK(lua.run("throw_standard_error()") == "test:1: no such row");
}

TEST_CASE("An exception can be caught by pcall and Lua goes on") {
  const State lua;
  CHECK(lua.run("local ok = pcall(throw_our_error, true) return not ok and count_arguments(1, 2)") == "2");
}

TEST_CASE("An exception in a coroutine ends the coroutine alone") {
  const State lua;
  CHECK(lua.run("local co = coroutine.create(throw_standard_error)"
                "local ok, message = coroutine.resume(co) return message .. ' ' .. coroutine.status(co)") ==
        "no such row dead");
}

TEST_CASE("Lua's own errors pass through the trampoline untouched") {
  const State lua;
  CHECK(lua.run("local ok, e = pcall(raise_table) return type(e)") == "table");
}

TEST_CASE("A native function that does not throw returns its results") {
  const State lua;
  CHECK(lua.run("return count_arguments(1, nil, 3)") == "3");
  CHECK(lua.run("return select('#', throw_our_error(false))") == "0");
}
