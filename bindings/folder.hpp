#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// The loader of "nilgrad.native.folder": what Lua's os and io do not know of files and folders.
int open_native_folder(lua_State* L);

}  // namespace nilgrad::bindings
