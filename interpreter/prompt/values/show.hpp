#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// The value at `index` as the prompt prints it, in the terminal's columns and no longer than a screen or two: tensors
/// by an excerpt, tables laid out as deep as that leaves room for, everything else through tostring. Raises what a
/// __tostring raises only when interrupted.
std::string show(lua_State* L, int index);

}  // namespace nilgrad::interpreter
