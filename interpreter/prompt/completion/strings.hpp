#pragma once
#include <lua.hpp>

#include <string_view>

#include "interpreter/prompt/completion/place.hpp"
#include "interpreter/prompt/editor.hpp"

namespace nilgrad::interpreter {

/// What a string that has begun goes on to: a choice of the option it is the value of, a module after require, else a
/// file. The only one there is ends the string.
Completions complete_string(lua_State* L, const Place& place, std::string_view begun);

/// The file names that a path from byte `begin` of the text goes on to.
Completions complete_file(std::size_t begin, std::string_view begun);

/// Modules of the search path, preloaded and loaded ones.
std::vector<std::string> known_modules(lua_State* L, std::string_view begun);

}  // namespace nilgrad::interpreter
