#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds workers(count, storage, study, call), order() and join() to the table at the top of the stack.
void open_study_workers(lua_State* L);

}  // namespace nilgrad::bindings
