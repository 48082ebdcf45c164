#pragma once
#include <lua.hpp>

#include <csignal>
#include <optional>

#include "bindings/running.hpp"

// Ctrl-C. The states that are running now are recorded (bindings/running.hpp): coroutine.resume, wrap and close do it
// for coroutines. SIGINT sets interrupt_flag(), which native loops poll, and arms a hook on every running state; the
// hook raises "interrupted!" again and again, so that no pcall swallows it, until top level clears the flag. A second
// SIGINT before that ends the process at once.
namespace nilgrad::interpreter {

/// Replaces coroutine.resume, wrap and close with functions that record the running state and are otherwise Lua's own.
void install_coroutine_recording(lua_State* L);

/// While it lives SIGINT is ours: it interrupts `L`, or only sets the flag when `L` is null (a line is being edited).
class InterruptScope {
 public:
  explicit InterruptScope(lua_State* L);
  ~InterruptScope() { sigaction(SIGINT, &previous_, nullptr); }
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

 private:
  std::optional<bindings::RunningState> running_;
  struct sigaction previous_ {};
};

bool interrupted() noexcept;
/// Top level has dealt with the interrupt: hooks that are still armed take themselves off.
void clear_interrupt() noexcept;

}  // namespace nilgrad::interpreter
