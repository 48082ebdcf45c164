#include "interpreter/interrupt.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>

#include <string>

#include "interpreter/call.hpp"
#include "interpreter/exit_code.hpp"
#include "runtime/stop_token.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr int every_event = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;

pthread_t main_thread;

/// The call of a __close that is let run to its end: what a script opened with <close> is closed although everything
/// else is interrupted. Null when there is none.
const CallInfo* closing_call = nullptr;

bool is_on_stack(lua_State* L, const CallInfo* call) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); ++level)
    if (frame.i_ci == call) return true;
  return false;
}

/// At a call: is the function the __close of its first argument?
bool calls_close(lua_State* L, lua_Debug* event) {
  const int top = lua_gettop(L);
  bool closes = false;
  if (lua_getlocal(L, event, 1) && luaL_getmetafield(L, -1, "__close") != LUA_TNIL) {
    lua_getinfo(L, "f", event);
    closes = lua_rawequal(L, -1, -2);
  }
  lua_settop(L, top);
  return closes;
}

bool is_closing(lua_State* L, lua_Debug* event) {
  if (closing_call && !is_on_stack(L, closing_call)) closing_call = nullptr;  // it failed
  if (!closing_call && event->event == LUA_HOOKCALL && calls_close(L, event)) closing_call = event->i_ci;
  const bool closing = closing_call;
  if (event->event == LUA_HOOKRET && event->i_ci == closing_call) closing_call = nullptr;
  return closing;
}

/// A native loop that was stopped has raised its own message, which is being reported.
bool is_reporting(lua_State* L, lua_Debug* event) {
  lua_getinfo(L, "f", event);
  const bool reporting = lua_tocfunction(L, -1) == add_traceback;
  lua_pop(L, 1);
  return reporting;
}

std::string message;  // of this interrupt: it keeps the place where it was raised first; empty before that

/// "script.lua:3: " of the innermost function that has lines.
std::string position(lua_State* L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); ++level) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline > 0) return fmt::format("{}:{}: ", frame.short_src, frame.currentline);
  }
  return "";
}

void raise_interrupted(lua_State* L, lua_Debug* event) {
  if (!interrupted()) {
    lua_sethook(L, nullptr, 0, 0);
    return;
  }
  if (is_reporting(L, event) || is_closing(L, event)) return;
  if (message.empty()) message = position(L) + "interrupted!";
  lua_pushlstring(L, message.data(), message.size());
  lua_error(L);
}

void arm(lua_State* L) { lua_sethook(L, raise_interrupted, every_event, 1); }

void on_interrupt(int signal) {
  if (!pthread_equal(pthread_self(), main_thread)) {
    pthread_kill(main_thread, signal);
    return;
  }
  const bindings::Running* running = bindings::innermost_running();
  if (interrupt_flag().exchange(true) && running) _exit(exit_interrupted);
  for (; running; running = running->outer) arm(running->state);
}

// Lua's own functions. They are called inside our functions' frames, so arguments, upvalues and error positions are as
// ever.
lua_CFunction lua_resume_function, lua_wrap_function, lua_wrapped_function, lua_close_function;

int run_recorded(lua_State* L, lua_State* coroutine, lua_CFunction function) {
  if (!coroutine) return function(L);  // which says what is wrong
  const bindings::RunningState running(coroutine);
  return function(L);
}

int resume(lua_State* L) { return run_recorded(L, lua_tothread(L, 1), lua_resume_function); }

int close(lua_State* L) { return run_recorded(L, lua_tothread(L, 1), lua_close_function); }

int wrapped(lua_State* L) { return run_recorded(L, lua_tothread(L, lua_upvalueindex(1)), lua_wrapped_function); }

int wrap(lua_State* L) {
  lua_wrap_function(L);
  lua_wrapped_function = lua_tocfunction(L, -1);
  lua_getupvalue(L, -1, 1);  // the coroutine
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

/// In the table on top: puts `ours` in the place of the function `name` and returns that one.
lua_CFunction replace(lua_State* L, const char* name, lua_CFunction ours) {
  lua_getfield(L, -1, name);
  const lua_CFunction original = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  lua_pushcfunction(L, ours);
  lua_setfield(L, -2, name);
  return original;
}

}  // namespace

void install_coroutine_recording(lua_State* L) {
  lua_getglobal(L, LUA_COLIBNAME);
  lua_resume_function = replace(L, "resume", resume);
  lua_wrap_function = replace(L, "wrap", wrap);
  lua_close_function = replace(L, "close", close);
  lua_pop(L, 1);
}

InterruptScope::InterruptScope(lua_State* L) {
  if (L) running_.emplace(L);
  main_thread = pthread_self();
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &previous_);  // without SA_RESTART: a blocked read gives up
  if (L && interrupted()) arm(L);
}

bool interrupted() noexcept { return interrupt_flag().load(std::memory_order_relaxed); }

void clear_interrupt() noexcept {
  message.clear();
  closing_call = nullptr;
  interrupt_flag().store(false, std::memory_order_relaxed);
}

}  // namespace nilgrad::interpreter
