#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// The loader of "nilgrad.native.terminal": open() -> a terminal that shows whole pictures of text until it is closed;
/// nil where standard output and input are none; and what terminal_answers.hpp adds.
int open_native_terminal(lua_State* L);

}  // namespace nilgrad::bindings
