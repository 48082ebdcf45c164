#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds process and http, classifiers that are asked elsewhere, to the table at the top of the stack (ng.model).
void open_remote_models(lua_State* L);

}  // namespace nilgrad::bindings
