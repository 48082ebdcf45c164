#pragma once
#include <lua.hpp>

namespace nilgrad::interpreter {

/// Sets the global arg: argv[script] is arg[0], what follows counts from 1, the program and its options count down from
/// -1. Without a script (script = argc) the program is arg[0].
void set_arg(lua_State* L, int argc, char** argv, int script);

/// Pushes arg[1], arg[2], …, as options may have changed them, and returns how many. Raises when arg is no table.
int push_arguments(lua_State* L);

}  // namespace nilgrad::interpreter
