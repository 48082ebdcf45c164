#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds `estimate` to the table at the top of the stack.
void open_estimate(lua_State* L);

}  // namespace nilgrad::bindings
