#include "bindings/study_deadline.hpp"

#include <cmath>

#include "bindings/progress.hpp"

namespace nilgrad::bindings {
namespace {

constexpr int instructions = 10'000;  // between looks at the clock

double deadline = HUGE_VAL;  // of the main thread, which alone runs Lua

void end_overdue(lua_State* L, lua_Debug*) {
  if (monotonic_seconds() < deadline) return;
  lua_sethook(L, end_overdue, LUA_MASKCOUNT, 1);  // from now on at once, wherever a pcall returns to
  luaL_error(L, "timed out");
}

}  // namespace

Deadline::Deadline(lua_State* L, double seconds) : L_(L), outer_(deadline) {
  deadline = std::fmin(deadline, monotonic_seconds() + seconds);
  if (!lua_gethook(L) && std::isfinite(deadline)) lua_sethook(L, end_overdue, LUA_MASKCOUNT, instructions);
}

Deadline::~Deadline() {
  deadline = outer_;
  if (lua_gethook(L_) == end_overdue && !std::isfinite(outer_)) lua_sethook(L_, nullptr, 0, 0);
}

bool Deadline::passed() { return monotonic_seconds() >= deadline; }

}  // namespace nilgrad::bindings
