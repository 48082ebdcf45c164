#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds `data` (idx, fashion_mnist) to the table at the top of the stack.
void open_data(lua_State* L);

}  // namespace nilgrad::bindings
