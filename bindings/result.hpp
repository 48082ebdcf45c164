#pragma once
#include <lua.hpp>

#include <string>

#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Whether a result's points are copies, or the run's own, when the run ends with the call.
enum class Points { copied, shared };

/// Pushes a point: its tensor, or a list of them where it has several, which are the point's own.
void push_point(lua_State* L, const Point& point);

/// Pushes a run's result as a table that prints as a summary.
void push_result(lua_State* L, const Run& run, const std::string& optimizer, Points points = Points::copied);

/// What a callback is told of a run while it is called: evaluations, steps, value, evaluated (the figures after this
/// step), and x, the best point so far, which is copied when it is asked for and not before. For as long as this lives;
/// it keeps a value on the stack.
class Progress {
 public:
  Progress(lua_State* L, const Run& run);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Pushes a table of where the run is now.
  void push() const;

 private:
  lua_State* L_;
  const Run* run_;
  const Run** seen_;  // by the tables' metatable, null when there is no run any more
  int metatable_;
};

/// Registers the result's metatable.
void open_result(lua_State* L);

}  // namespace nilgrad::bindings
