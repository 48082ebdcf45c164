#pragma once
#include <lua.hpp>

#include <string>
#include <vector>

#include "interpreter/prompt/chunks.hpp"

namespace nilgrad::interpreter {

/// Chunks as a script that does what they did, values printed by print: each chunk's locals stay its own, and a return
/// ends its chunk alone. Chunks that failed, and questions to help, are left out.
std::string script_of(lua_State* L, const std::vector<const Chunk*>& chunks);

}  // namespace nilgrad::interpreter
