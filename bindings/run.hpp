#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds `minimize`, `maximize` and `start` to the table at the top of the stack.
void open_run(lua_State* L);

}  // namespace nilgrad::bindings
