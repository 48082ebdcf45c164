#include "interpreter/prompt/completion/complete.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>

#include "bindings/stdlib.hpp"

using namespace nilgrad::interpreter;

namespace {

struct State {
  std::unique_ptr<lua_State, void (*)(lua_State*)> owner{luaL_newstate(), lua_close};
  lua_State* L = owner.get();

  State() {
    luaL_openlibs(L);
    nilgrad::bindings::open_nilgrad(L);
    run("ng = require 'nilgrad' ran = 0 function hurt() ran = ran + 1 while true do end end");
  }

  void run(const std::string& text) {
    if (luaL_dostring(L, text.c_str()) != LUA_OK) FAIL(lua_tostring(L, -1));
  }

  std::string candidates(const std::string& text) {
    const Completions found = complete(L, text);
    CHECK(found.begin <= text.size());
    CHECK(lua_gettop(L) == 0);
    return fmt::format("{}", fmt::join(found.candidates, "|"));
  }

  bool offers(const std::string& text, const std::string& wanted) {
    const std::vector<std::string> found = complete(L, text).candidates;
    return std::ranges::find(found, wanted) != found.end();
  }
};

}  // namespace

TEST_CASE("no function of the user's is called to complete") {
  State state;
  for (const char* metamethod : {"__index", "__pairs", "__len", "__eq", "__tostring", "__name", "__call", "__gc"}) {
    state.run(fmt::format("object = setmetatable({{ own = {{ inner = 1 }} }}, {{ {} = hurt }})", metamethod));
    CHECK(state.candidates("object.ow") == "object.own");
    CHECK(state.candidates("object.own.in") == "object.own.inner");
    CHECK(state.candidates("object.absent.x").empty());
    CHECK(state.candidates("object:x").empty());
    state.candidates("object { x");
    state.candidates("object.f(a, { x");
    state.candidates("f { x = object.");
    state.run("setmetatable(object, nil)");
  }
  state.run("setmetatable(_G, { __index = hurt, __newindex = hurt })");
  CHECK(state.candidates("string.rev") == "string.reverse");
  CHECK(state.candidates("absent.x").empty());
  CHECK(state.candidates("absent { x") == "xpcall");
  state.run("setmetatable(_G, nil) assert(ran == 0)");
}

TEST_CASE("tables that hold each other are walked once") {
  State state;
  state.run("a = { first = 1 } b = setmetatable({ second = 2 }, { __index = a }) setmetatable(a, { __index = b })");
  CHECK(state.candidates("a.").find("a.first|a.second") == 0);
  CHECK(state.candidates("a.absent.x").empty());
  state.run("list = setmetatable({}, { __fields = { 'one', 2, 'not a name', 'end' } })");
  CHECK(state.candidates("list.") == "list.one");
  state.run(
      "text = setmetatable({}, { __index = 'a string' }) number = setmetatable({}, { __index = 3, __fields = 4 })");
  state.candidates("text.x");
  state.candidates("number.x");
}

TEST_CASE("a table of a million keys answers within the time of a thought") {
  State state;
  state.run("huge = {} for i = 1, 1e6 do huge['key' .. i] = i end");
  const auto start = std::chrono::steady_clock::now();
  CHECK(!complete(state.L, "huge.k").candidates.empty());
  CHECK(complete(state.L, "huge.k").candidates.size() <= 10000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("options and their values come from what the braces are given to") {
  State state;
  state.run("renamed = { deep = ng.minimize }");
  CHECK(state.candidates("renamed.deep(f, {\n  seed = 1,\n  budget = 3, optim") == "optimizer = ");
  CHECK(state.candidates("ng.estimator.two_point { side = ") == "\"central\"|\"forward\"");
  CHECK(state.candidates("ng.estimator.two_point { side = 'c") == "central'");
  CHECK(state.candidates("ng.minimize(f, { noisy = ") == "true|false");
  CHECK(state.offers("ng.study { sampler = ", "ng.sampler.tpe"));
  CHECK(!state.offers("ng.minimize(f, { seed = 1, ", "seed = "));
  CHECK(state.candidates("f { side = ").find("and|") != std::string::npos);
  state.run("ng = nil");
  CHECK(state.candidates("renamed.deep(f, { optim") == "optimizer = ");
}

TEST_CASE("any beginning of any text can be completed") {
  State state;
  const std::string texts[] = {
      "ng.minimize(function(x) return { x[1] } end, { optimizer = ng.optimizer.zeroth_order { estimator = 'a\\'b' }, "
      "-- c\n x",
      "require('a.b') ]] } ) end until [==[ x ]] ]==] --[[ y ]] t[1]['k'].z:w { a = { b = \"c\" } }",
      "?? ng.x",
      ":time ng.x",
      ":load a/b",
      ":!ls x",
      "= 1 .. 2 ... 3e+4 0x1p- ~= :: ;"};
  for (const std::string& text : texts)
    for (std::size_t end = 0; end <= text.size(); ++end) state.candidates(text.substr(0, end));
  std::string noise;
  unsigned seed = 1;
  for (int i = 0; i < 2000; ++i) {
    seed = seed * 1664525U + 1013904223U;
    noise += "\"'[]{}()=.:,-\n\\a1 \0\xff"[seed >> 16 & 15];
    if (noise.size() > 60) noise.erase(0, 30);
    state.candidates(noise);
  }
}
