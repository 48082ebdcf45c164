#include "bindings/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "bindings/native.hpp"

namespace nilgrad::bindings {
namespace {

constexpr double first_after = 0.3, every = 0.1;  // seconds

bool on_terminal() {
  const char* terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) && terminal && std::string_view(terminal) != "dumb";
}

}  // namespace

double monotonic_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ProgressLine::ProgressLine(bool wanted)
    : active_(wanted && on_terminal()), next_(active_ ? monotonic_seconds() + first_after : 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

bool ProgressLine::due() const { return active_ && monotonic_seconds() >= next_; }

void ProgressLine::show(std::string_view text) {
  if (!active_) return;
  next_ = monotonic_seconds() + every;
  shown_ = true;
  fmt::print(stderr, "\r\033[K{}", text);
  std::fflush(stderr);
}

void ProgressLine::say(std::string_view text) const {
  if (active_) fmt::print(stderr, "\r\033[K{}\n", text);
}

using LinePointer = std::unique_ptr<ProgressLine>;

template <>
struct TypeName<LinePointer> {
  static constexpr const char* value = "nilgrad.progress";
};

namespace {

int new_line(lua_State* L) {
  push<LinePointer>(L, std::make_unique<ProgressLine>(lua_toboolean(L, 1) != 0));
  return 1;
}

int due(lua_State* L) {
  lua_pushboolean(L, check<LinePointer>(L, 1)->due());
  return 1;
}

int show(lua_State* L) {
  check<LinePointer>(L, 1)->show(luaL_checkstring(L, 2));
  return 0;
}

int seconds(lua_State* L) {
  lua_pushnumber(L, monotonic_seconds());
  return 1;
}

int open(lua_State* L) {
  constexpr luaL_Reg methods[] = {
      {"due", native<due>}, {"show", native<show>}, {"close", close_object<LinePointer>}, {nullptr, nullptr}};
  register_type<LinePointer>(L, methods);
  constexpr luaL_Reg functions[] = {{"line", native<new_line>}, {"seconds", native<seconds>}, {nullptr, nullptr}};
  luaL_newlib(L, functions);
  return 1;
}

}  // namespace

int open_progress(lua_State* L) { return native<open>(L); }

}  // namespace nilgrad::bindings
