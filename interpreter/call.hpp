#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// The message handler of protected_call: a string or number gets a traceback; an object with __tostring speaks for
/// itself; anything else is named by its type.
int add_traceback(lua_State* L);

/// lua_pcall of the function and `arguments` on top of the stack, with a traceback added to the error message, and
/// interruptible. Returns Lua's status.
int protected_call(lua_State* L, int arguments, int results);

/// Writes "name: message" to stderr (no prefix without a name).
void print_error(const std::string& program_name, const std::string& message);

/// When `status` is an error: prints the message on top of the stack and pops it. Returns whether all went well.
bool report(lua_State* L, int status, const std::string& program_name);

}  // namespace nilgrad::interpreter
