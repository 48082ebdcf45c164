#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Changes what require asks first, where Lua asks package.preload. Our own modules, the loaders of the table at `ours`
/// by name, come before it: neither files nor package.preload stand in their way. After it come libraries, modules
/// named nilgrad_NAME, which nilgrad.library.watch finds on package.path and loads, telling by name of those that fail
/// and of globals that they make. For all other modules Lua's own searchers answer as ever, and their errors look as
/// ever.
void install_library_searcher(lua_State* L, int ours);

}  // namespace nilgrad::bindings
