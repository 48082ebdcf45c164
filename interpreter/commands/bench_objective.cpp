#include "interpreter/commands/bench_objective.hpp"

#include <fmt/format.h>

#include <lua.hpp>
#include <vector>

#include "bindings/stdlib.hpp"
#include "interpreter/call.hpp"
#include "interpreter/commands/measure.hpp"
#include "interpreter/exit_code.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr int dimension = 10;

constexpr const char* setup = R"(
local ng = require "nilgrad"
local evaluations = ...
local function f(x)
  local sum = 0
  for i = 1, 10 do sum = sum + x[i] * x[i] end
  return sum
end
local options = { dim = 10, x0 = 1, budget = evaluations, seed = 1, optimizer = ng.optimizer.random_search(), progress = false }
local sphere = ng.objective.sphere { dim = 10 }
local descent = { x0 = 1, budget = evaluations, seed = 1, progress = false,
  optimizer = ng.optimizer.zeroth_order { estimator = ng.estimator.two_point { h = 1e-3 }, update = ng.update.sgd { lr = 1e-3 } } }
return f, function() ng.minimize(f, options) end, function() ng.minimize(sphere, options) end,
  function() ng.minimize(sphere, descent) end
)";

/// Refills one table and calls the function with it, and nothing else.
void bare_loop(lua_State* L, int function, int evaluations) {
  lua_createtable(L, dimension, 0);
  const int point = lua_gettop(L);
  double unused = 0;
  for (int n = 0; n < evaluations; ++n) {
    lua_pushvalue(L, function);
    for (int i = 1; i <= dimension; ++i) {
      lua_pushnumber(L, 1.0 / i + n);
      lua_rawseti(L, point, i);
    }
    lua_pushvalue(L, point);
    lua_call(L, 1, 1);
    unused += lua_tonumber(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  lua_pushnumber(L, unused);
  lua_pop(L, 1);
}

template <class F>
double seconds_of(const F& f) {
  const double start = thread_seconds();
  f();
  return thread_seconds() - start;
}

void print_row(const char* name, double seconds, int evaluations, const std::string& beside) {
  fmt::print("{:<44}{:>10.3f}{:>14}\n", name, 1e6 * seconds / evaluations, beside);
}

/// (evaluations, repeat)
int measure(lua_State* L) {
  const int evaluations = static_cast<int>(lua_tointeger(L, 1)), repeat = static_cast<int>(lua_tointeger(L, 2));
  luaL_openlibs(L);
  bindings::open_nilgrad(L);
  if (luaL_loadstring(L, setup) != LUA_OK) lua_error(L);
  lua_pushinteger(L, evaluations);
  lua_call(L, 1, 4);
  const int function = lua_gettop(L) - 3;
  const auto call = [&](int which) {
    lua_pushvalue(L, function + which);
    lua_call(L, 0, 0);
  };
  std::vector<double> bare, lua, native, descent;
  for (int i = 0; i < repeat; ++i) {
    bare.push_back(seconds_of([&] { bare_loop(L, function, evaluations); }));
    lua.push_back(seconds_of([&] { call(1); }));
    native.push_back(seconds_of([&] { call(2); }));
    descent.push_back(seconds_of([&] { call(3); }));
  }
  fmt::print("{:<44}{:>10}{:>14}\n", "ten variables, sum of squares", "us each", "of bare loop");
  print_row("Lua function, bare loop of calls from C", median(bare), evaluations, "");
  print_row("Lua function, ng.minimize, random_search", median(lua), evaluations,
            fmt::format("{:.2f}", median(lua) / median(bare)));
  print_row("native sphere, ng.minimize, random_search", median(native), evaluations, "");
  print_row("native sphere, ng.minimize, two_point, sgd", median(descent), evaluations, "");
  return 0;
}

}  // namespace

int bench_objective(int evaluations, int repeat) {
  lua_State* L = luaL_newstate();
  lua_pushcfunction(L, measure);
  lua_pushinteger(L, evaluations);
  lua_pushinteger(L, repeat);
  const bool done = report(L, protected_call(L, 2, 0), "nilgrad");
  lua_close(L);
  return done ? exit_done : exit_error;
}

}  // namespace nilgrad::interpreter
