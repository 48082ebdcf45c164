#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds run_command { … } and sleep(seconds) to the table at the top of the stack.
void open_study_command(lua_State* L);

}  // namespace nilgrad::bindings
