#pragma once
#include <lua.hpp>

namespace nilgrad::interpreter {

/// Reads units of input, runs each and prints its values, until the input ends. Adds the globals ng, help, _ and __. An
/// error ends its unit, not the session. A person's own file (rc_file.hpp) is run first, if asked for and at a
/// terminal.
void run_prompt(lua_State* L, bool with_rc_file);

}  // namespace nilgrad::interpreter
