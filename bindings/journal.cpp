#include "bindings/journal.hpp"

#include <cmath>

#include "bindings/native.hpp"
#include "runtime/optimizer/journaled_run.hpp"

namespace nilgrad::bindings {
namespace {

/// Pushes the improvements among the values, as result.history has them.
void push_history(lua_State* L, const Journal::Contents& contents, bool maximize) {
  lua_newtable(L);
  lua_Integer count = 0;
  double best = 0;
  for (std::size_t i = 0; i < contents.values.size(); ++i) {
    const double value = contents.values[i];
    if (!contents.known[i] || !std::isfinite(value)) continue;
    if (count > 0 && !(maximize ? value > best : value < best)) continue;
    best = value;
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, static_cast<lua_Integer>(i + 1));
    lua_setfield(L, -2, "evaluations");
    lua_pushnumber(L, value);
    lua_setfield(L, -2, "value");
    lua_rawseti(L, -2, ++count);
  }
}

int journal(lua_State* L) {
  const JournaledRun run(luaL_checkstring(L, 1));
  lua_createtable(L, 0, 5);
  push_history(L, run.contents(), run.record().settings.maximize);
  lua_setfield(L, -2, "history");
  lua_pushinteger(L, run.contents().evaluations());
  lua_setfield(L, -2, "evaluations");
  push_string(L, run.record().optimizer_name);
  lua_setfield(L, -2, "optimizer");
  lua_pushboolean(L, run.record().settings.maximize);
  lua_setfield(L, -2, "maximize");
  if (!run.record().objective) return 1;
  lua_pushinteger(L, static_cast<lua_Integer>(run.record().objective->dim));
  lua_setfield(L, -2, "dim");
  return 1;
}

}  // namespace

int open_native_journal(lua_State* L) {
  lua_pushcfunction(L, native<journal>);
  return 1;
}

}  // namespace nilgrad::bindings
