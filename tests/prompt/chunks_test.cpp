#include "interpreter/prompt/chunks.hpp"

#include <catch2/catch.hpp>
#include <memory>

#include "interpreter/prompt/unit.hpp"

using namespace nilgrad::interpreter;

namespace {

struct State {
  std::unique_ptr<lua_State, void (*)(lua_State*)> owner{luaL_newstate(), lua_close};
  lua_State* L = owner.get();
  Chunks chunks;

  State() { luaL_openlibs(L); }

  void run(const std::string& text) {
    chunks.add(text);
    REQUIRE(load_unit(L, text) == LUA_OK);
    REQUIRE(lua_pcall(L, 0, 0, 0) == LUA_OK);
  }

  long long chunk_of(const char* global) {
    lua_getglobal(L, global);
    const Chunk* chunk = chunks.defining(L);
    lua_pop(L, 1);
    return chunk ? chunk->number : 0;
  }
};

}  // namespace

TEST_CASE("a function is known by the chunk that defined it") {
  State state;
  state.run("function f(x) return x.y end");
  state.run("function g(x) return x.z end function h() return print end");
  state.run("holder = { k = function() return 1 end } k = holder.k");
  CHECK(state.chunk_of("f") == 1);
  CHECK(state.chunk_of("g") == 2);
  CHECK(state.chunk_of("h") == 2);
  CHECK(state.chunk_of("k") == 3);
}

TEST_CASE("functions that were not typed belong to no chunk") {
  State state;
  state.run("function f(x) return x.y end");
  state.run("loaded = load('return function(x) return x.y end', '=stdin')()");
  state.run("other = load('local a; return function(x) return x.q end', '=other')()");
  CHECK(state.chunk_of("print") == 0);
  CHECK(state.chunk_of("other") == 0);
}

TEST_CASE("what is remembered is bounded, and numbers go on") {
  Chunks chunks;
  for (std::size_t i = 0; i < Chunks::most_chunks + 10; ++i) chunks.add("x");
  CHECK(chunks.all().size() == Chunks::most_chunks);
  CHECK(chunks.all().front().number == 11);
  chunks.add(std::string(Chunks::most_bytes, ' '));
  CHECK(chunks.all().size() == 1);
}

TEST_CASE("a line of a text is found by its number") {
  CHECK(line_of("a\nb\n\nd", 2) == "b");
  CHECK(line_of("a\nb\n\nd", 3).empty());
  CHECK(line_of("a\nb\n\nd", 4) == "d");
  CHECK(line_of("a", 9).empty());
}
