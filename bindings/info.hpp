#pragma once
#include <lua.hpp>

#include <string>
#include <utility>
#include <vector>

namespace nilgrad::bindings {

/// What this build and machine have: name and value, in the order in which people read them. A setting of the
/// environment that is wrong is said in its row.
std::vector<std::pair<std::string, std::string>> build_facts();

/// Adds `version` and `info` to the table at the top of the stack.
void open_info(lua_State* L);

}  // namespace nilgrad::bindings
