#pragma once
#include <lua.hpp>

#include <string>

namespace nilgrad::interpreter {

/// Prints help on a public name, or on what the name stands for now, or at least the names it holds. Returns whether
/// there was any. May raise.
bool print_help(lua_State* L, const std::string& name);

/// Prints the public things that speak of `word`. May raise.
void print_search(lua_State* L, const std::string& word);

/// help([name or value]) as a Lua function.
int help_function(lua_State* L);

}  // namespace nilgrad::interpreter
