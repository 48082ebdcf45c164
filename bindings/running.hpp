#pragma once
#include <lua.hpp>

// Which Lua states are running now. Lua's hooks belong to one state each, so whoever wants to stop what runs (the
// interpreter, on Ctrl-C) must know all of them.
namespace nilgrad::bindings {

struct Running {
  lua_State* state;
  const Running* outer;  ///< whoever resumed it
};

/// Nullptr when none runs. A signal handler of the main thread may call it and walk the list.
const Running* innermost_running() noexcept;

/// Says, while it lives on the main thread's stack, that `L` is running. Strictly nested.
class RunningState {
 public:
  explicit RunningState(lua_State* L) noexcept;
  ~RunningState();
  RunningState(const RunningState&) = delete;
  RunningState& operator=(const RunningState&) = delete;

 private:
  Running running_;
};

/// The states that run on a fiber: they are running while the fiber is, on top of whoever resumes it.
class RunningFiber {
 public:
  explicit RunningFiber(lua_State* L) noexcept : base_{L, nullptr}, innermost_(&base_) {}
  RunningFiber(const RunningFiber&) = delete;
  RunningFiber& operator=(const RunningFiber&) = delete;

  /// Before and after every resumption.
  void enter() noexcept;
  void leave() noexcept;

 private:
  Running base_;
  const Running* innermost_;  // of the fiber's while it is left
};

}  // namespace nilgrad::bindings
