#pragma once
#include <lua.hpp>

#include <string>

#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Whether a result's points are copies, or the run's own, when the run ends with the call.
enum class Points { copied, shared };

/// Pushes a run's result as a table that prints as a summary.
void push_result(lua_State* L, const Run& run, const std::string& optimizer, Points points = Points::copied);

/// Pushes what a callback is told: evaluations, steps, value, x (the best so far).
void push_progress(lua_State* L, const Result& result);

/// Registers the result's metatable.
void open_result(lua_State* L);

}  // namespace nilgrad::bindings
