#include <catch2/catch.hpp>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bindings/native.hpp"
#include "bindings/stdlib.hpp"

// Every allocation of Lua fails once: the n-th, for n = 1, 2, … until a script no longer asks for so many. Under ASan
// and UBSan this shows that nothing is lost or used too early on any way out of a constructor, method or metamethod.
namespace {

using nilgrad::bindings::native;

/// Lua's allocator, which refuses one request and counts all that grow a block.
class Allocator {
 public:
  static void* allocate(void* self, void* block, std::size_t old_size, std::size_t new_size) {
    auto& allocator = *static_cast<Allocator*>(self);
    if (new_size == 0) {
      std::free(block);
      return nullptr;
    }
    const bool grows = !block || new_size > old_size;
    if (grows && ++allocator.requests_ == allocator.refused_) return nullptr;
    return std::realloc(block, new_size);
  }

  /// The n-th request from now on; 0: none.
  void refuse(long n) {
    requests_ = 0;
    refused_ = n;
  }
  bool has_refused() const { return refused_ > 0 && requests_ >= refused_; }

 private:
  long requests_ = 0, refused_ = 0;
};

class FailingLua {
 public:
  FailingLua() : state_(lua_newstate(Allocator::allocate, &allocator_), lua_close) {
    luaL_openlibs(get());
    nilgrad::bindings::open_nilgrad(get());
    lua_gc(get(), LUA_GCGEN, 0, 0);
  }
  lua_State* get() const { return state_.get(); }
  Allocator& allocator() { return allocator_; }

  /// Lua's status; the message is dropped.
  int run(const char* chunk) const {
    lua_pushcfunction(get(), native<load_and_call>);
    lua_pushlightuserdata(get(), const_cast<char*>(chunk));
    const int status = lua_pcall(get(), 1, 0, 0);
    lua_settop(get(), 0);
    return status;
  }

 private:
  static int load_and_call(lua_State* L) {
    if (luaL_loadstring(L, static_cast<const char*>(lua_touserdata(L, 1))) != LUA_OK) return lua_error(L);
    lua_call(L, 0, 0);
    return 0;
  }

  Allocator allocator_;
  std::unique_ptr<lua_State, void (*)(lua_State*)> state_;
};

/// Scripts that make each kind of object, use it and drop it. `ng` is a global.
const std::vector<const char*> scripts{
    "local t = ng.tensor { { 1, 2 }, { 3, 4 } } local u = (t * 2 + 1):reshape { 4 } return tostring(u), u:table(), "
    "u:sum(), t[1][2]",
    "local r = ng.random(3) return r:uniform(), r:normal(5), r:permutation(4), r:integer(1, 6, 3), tostring(r)",
    "local co = coroutine.wrap(function() local t <close> = ng.tensor.zeros(3) coroutine.yield(t) error 'x' end) co() "
    "return pcall(co)",
    "return pcall(error, setmetatable({}, { __tostring = function() return 'object' end }))",
    "local e = ng.estimate(ng.objective.sphere { dim = 5 }, ng.tensor.zeros(5), { seed = 1 }) return e:dense(), "
    "e:scalars(), tostring(e)",
    "local f = ng.objective.define { name = 'f', dim = 2, f = function(x) return x[1] end } return f { 1, 2 }, "
    "tostring(f)",
    "return ng.json.encode { a = { 1, 2.5, 'x' }, b = ng.json.decode '{\"c\": [null, true]}' }",
    "local opt = ng.optimizer.zeroth_order { estimator = ng.estimator.dap { queries = 4 }, update = ng.update.adam { "
    "lr = 0.1 } } "
    "return tostring(opt), opt.kind, opt.estimator",
    "local ok, message = pcall(ng.optimizer.cmaes, { sigmma = 1 }) assert(not ok) return message",
    "local r = ng.minimize(ng.objective.sphere { dim = 3 }, { budget = 60, seed = 1, optimizer = ng.optimizer.cmaes() "
    "}) "
    "return tostring(r), r.x, r.value, r.history",
    "return ng.minimize(function(x) return x[1] ^ 2 end, { dim = 1, lower = -1, upper = 1, budget = 20 }).value",
    "local run = ng.start { dim = 2, lower = 0, upper = 1, budget = 6, optimizer = ng.optimizer.random_search() } "
    "while not run:done() do local v = {} for i, p in ipairs(run:ask()) do v[i] = p[1] end run:tell(v) end return "
    "run:result()",
    "local s = ng.study { sampler = ng.sampler.tpe(), seed = 1 } "
    "s:optimize(function(t) return t:float('x', 0, 1) + #t:choice('k', { 'a', 'bb' }) end, { trials = 4, progress = "
    "false }) "
    "return s.best.value, tostring(s)"};

/// How often the script was run with one request refused, until it made no more of them; `most` when it never ends.
long times_refused(FailingLua& lua, const char* script, long most) {
  for (long n = 1; n <= most; ++n) {
    lua.allocator().refuse(n);
    const int status = lua.run(script);
    const bool refused = lua.allocator().has_refused();
    lua.allocator().refuse(0);
    if (refused) continue;
    CHECK(status == LUA_OK);
    return n - 1;
  }
  return most;
}

}  // namespace

TEST_CASE("A script survives the lack of memory wherever it strikes, and works the next time") {
  FailingLua lua;
  REQUIRE(lua.run("ng = require 'nilgrad'") == LUA_OK);
  for (const char* script : scripts) {
    CAPTURE(script);
    REQUIRE(lua.run(script) == LUA_OK);  // what is loaded when first asked for is loaded
    constexpr long most = 100000;
    const long times = times_refused(lua, script, most);
    CHECK(times > 0);
    CHECK(times < most);
  }
}

TEST_CASE("Loading our modules survives the lack of memory wherever it strikes") {
  long refused = 0;
  for (long n = 1;; n = n + 1 + n / 8) {  // ever wider steps: it asks thousands of times
    FailingLua lua;
    lua.allocator().refuse(n);
    lua.run("ng = require 'nilgrad'; local s = ng.study, ng.plot, ng.attack");
    if (!lua.allocator().has_refused()) break;
    ++refused;
    lua.allocator().refuse(0);
    CHECK(lua.run("assert(require 'nilgrad'.version)") == LUA_OK);
  }
  CHECK(refused > 20);
}
