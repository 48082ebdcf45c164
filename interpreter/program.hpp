#pragma once
#include <lua.hpp>

#include "interpreter/command_line.hpp"

namespace nilgrad::interpreter {

/// Runs what the command line asks for, in lua's order: LUA_INIT, options, script, prompt. Returns the exit code; what
/// went wrong has been printed.
int run_program(lua_State* L, const CommandLine& line, int argc, char** argv);

}  // namespace nilgrad::interpreter
