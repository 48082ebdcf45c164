#pragma once
#include <lua.hpp>

namespace nilgrad::interpreter {

/// Reads units of input, runs each and prints its values, until the input ends. Adds the globals ng, help and _. An
/// error ends its unit, not the session.
void run_prompt(lua_State* L);

}  // namespace nilgrad::interpreter
