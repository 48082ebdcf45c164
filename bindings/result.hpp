#pragma once
#include <lua.hpp>

#include <string>

#include "runtime/algorithm/run.hpp"

namespace nilgrad::bindings {

/// Pushes a run's result as a table that prints as a summary.
void push_result(lua_State* L, const Run& run, const std::string& optimizer);

/// Pushes what a callback is told: evaluations, steps, value, x (the best so far).
void push_progress(lua_State* L, const Result& result);

/// Registers the result's metatable.
void open_result(lua_State* L);

}  // namespace nilgrad::bindings
