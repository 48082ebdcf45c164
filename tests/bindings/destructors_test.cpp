#include <catch2/catch.hpp>
#include <lua.hpp>
#include <memory>

namespace {

int destroyed = 0;

struct Counted {
  ~Counted() { ++destroyed; }
};

int raise_with_object_alive(lua_State* L) {
  const Counted counted;
  return luaL_error(L, "raised");
}

int check_with_object_alive(lua_State* L) {
  const Counted counted;
  luaL_checkinteger(L, 1);
  return 0;
}

int call_with_object_alive(lua_State* L) {
  const Counted counted;
  lua_call(L, 0, 0);
  return 0;
}

struct State {
  std::unique_ptr<lua_State, void (*)(lua_State*)> owner{luaL_newstate(), lua_close};
  operator lua_State*() const { return owner.get(); }
};

}  // namespace

// This holds for the C++ build of Lua alone: the C build leaves functions by longjmp.
TEST_CASE("A destructor runs when luaL_error leaves a native function") {
  const State L;
  destroyed = 0;
  lua_pushcfunction(L, raise_with_object_alive);
  CHECK(lua_pcall(L, 0, 0, 0) == LUA_ERRRUN);
  CHECK(destroyed == 1);
}

TEST_CASE("A destructor runs when a check of an argument leaves a native function") {
  const State L;
  destroyed = 0;
  lua_pushcfunction(L, check_with_object_alive);
  lua_pushliteral(L, "no integer");
  CHECK(lua_pcall(L, 1, 0, 0) == LUA_ERRRUN);
  CHECK(destroyed == 1);
}

TEST_CASE("Destructors of every native frame run when an error passes through them") {
  const State L;
  destroyed = 0;
  lua_pushcfunction(L, call_with_object_alive);
  lua_pushcfunction(L, raise_with_object_alive);
  CHECK(lua_pcall(L, 1, 0, 0) == LUA_ERRRUN);
  CHECK(destroyed == 2);
}
