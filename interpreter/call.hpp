#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// Tells of errors in its own way.
class ErrorReporter {
 public:
  virtual ~ErrorReporter() = default;
  /// Pushes what is said of the error value at index 1, while the stack is as it was when that was raised.
  virtual void push_report(lua_State* L) = 0;
};

/// The message handler of protected_call: a string or number gets a traceback; an object with __tostring speaks for
/// itself; anything else is named by its type. With a reporter (a light userdata) as its upvalue, that tells.
int add_traceback(lua_State* L);

/// lua_pcall of the function and `arguments` on top of the stack, with a traceback added to the error message or told
/// by `reporter`, and interruptible. Returns Lua's status.
int protected_call(lua_State* L, int arguments, int results, ErrorReporter* reporter = nullptr);

/// Writes "name: message" to stderr (no prefix without a name), after what was printed before it.
void print_error(const std::string& program_name, const std::string& message);

/// When `status` is an error: prints the message on top of the stack and pops it. Returns whether all went well. As in
/// lua, what the script wrote and did not flush comes after the message.
bool report(lua_State* L, int status, const std::string& program_name);

}  // namespace nilgrad::interpreter
