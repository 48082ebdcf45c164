#pragma once
#include <lua.hpp>

#include <string_view>

namespace nilgrad::interpreter {

/// A Lua function: sets the global ng, unless there is one, to what require "nilgrad" returns.
int provide_ng(lua_State* L);

/// Is there a variable ng in the text, as far as one can tell without parsing it?
bool mentions_ng(std::string_view text);

}  // namespace nilgrad::interpreter
