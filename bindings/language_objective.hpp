#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds `language` to the table at the top of the stack.
void open_language_objective(lua_State* L);

}  // namespace nilgrad::bindings
