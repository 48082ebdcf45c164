#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds what looks at studies to the table at the top of the stack: list(storage), remove(storage, name),
/// view(storage, name) and importances(core or view, objective).
void open_study_view(lua_State* L);

}  // namespace nilgrad::bindings
