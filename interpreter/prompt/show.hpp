#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// The value at `index` as the prompt prints it: strings quoted, tables laid out with bounds on depth, width and items,
/// everything else through tostring, and nothing longer than a few screens. Raises what a __tostring raises only when
/// interrupted.
std::string show(lua_State* L, int index);

}  // namespace nilgrad::interpreter
