#include "interpreter/prompt/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "bindings/native.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/memory_reserve.hpp"
#include "interpreter/prompt/terminal.hpp"
#include "interpreter/prompt/unit.hpp"
#include "interpreter/prompt/values/show.hpp"
#include "runtime/evaluation_count.hpp"

namespace nilgrad::interpreter {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double worth_telling = 0.1;  // seconds
constexpr int most_values = 100;       // of one chunk that are printed

/// Prints its arguments, each on lines of its own.
int show_values(lua_State* L) {
  const int count = lua_gettop(L);
  for (int i = 1; i <= std::min(count, most_values); ++i) {
    const std::string text = show(L, i) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (count > most_values) fmt::print("… {} more values\n", count - most_values);
  return 0;
}

/// (value): `_` is the value, `__` the one before. As they stand, whatever metamethods the globals have.
int keep_value(lua_State* L) {
  lua_pushglobaltable(L);
  lua_pushliteral(L, "__");
  lua_pushliteral(L, "_");
  lua_rawget(L, 2);
  lua_rawset(L, 2);
  lua_pushliteral(L, "_");
  lua_pushvalue(L, 1);
  lua_rawset(L, 2);
  return 0;
}

}  // namespace

void Session::print_error(const std::string& message) { interpreter::print_error("", message); }

bool Session::call(int arguments, int results) {
  const int status = protected_call(L_, arguments, results, &report_);
  const bool done = status == LUA_OK;
  if (status == LUA_ERRMEM) release_memory_reserve();
  if (!done) {
    const char* text = lua_tostring(L_, -1);  // what the report says; of an error within it, Lua's own message
    print_error(text ? text : fmt::format("(error object is a {} value)", luaL_typename(L_, -1)));
    lua_pop(L_, 1);
  }
  clear_interrupt();
  return done;
}

bool Session::run_file(const std::string& path) {
  if (luaL_loadfilex(L_, path.c_str(), "t") == LUA_OK) return call(0, 0);
  print_error(ErrorReport::load_error(lua_tostring(L_, -1)));
  lua_pop(L_, 1);
  return false;
}

bool Session::run(const std::string& text) {
  const int base = lua_gettop(L_);
  seconds_ = 0;
  evaluations_ = 0;
  if (load_unit(L_, text) != LUA_OK) {
    const char* message = lua_tostring(L_, -1);
    print_error(ErrorReport::syntax_error(L_, message ? message : "", text));
    lua_settop(L_, base);
    return false;
  }
  Chunk& chunk = chunks_.add(text);
  const bool done = run_loaded(chunk);
  lua_settop(L_, base);
  return done;
}

bool Session::run_loaded(Chunk& chunk) {
  const int function = lua_gettop(L_);
  const auto start = Clock::now();
  const auto before = evaluation_count();
  chunk.done = call(0, LUA_MULTRET);
  seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
  evaluations_ = evaluation_count() - before;
  if (!chunk.done) return false;
  chunk.values = lua_gettop(L_) - function + 1;
  if (chunk.values == 0) return true;
  if (!lua_checkstack(L_, chunk.values + LUA_MINSTACK)) {
    print_error(fmt::format("{} values are too many to show", chunk.values));
    return false;
  }
  chunk.kept = !lua_isnil(L_, function);
  if (chunk.kept) {
    lua_pushcfunction(L_, keep_value);
    lua_pushvalue(L_, function);
    call(1, 0);
  }
  lua_pushcfunction(L_, bindings::native<show_values>);
  lua_insert(L_, function);
  return call(chunk.values, 0);
}

void Session::show_cost(bool always) const {
  if (!always && (!isatty(STDOUT_FILENO) || (seconds_ < worth_telling && evaluations_ == 0))) return;
  std::string cost = fmt::format("{:.3g} s", seconds_);
  if (evaluations_ > 0) cost += fmt::format(", {} evaluation{}", evaluations_, evaluations_ == 1 ? "" : "s");
  std::puts(coloured(Colour::faint, "(" + cost + ")", STDOUT_FILENO).c_str());
}

}  // namespace nilgrad::interpreter
