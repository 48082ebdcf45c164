#pragma once
#include <lua.hpp>

#include <string>

#include "interpreter/prompt/editor.hpp"

namespace nilgrad::interpreter {

/// What the text before the cursor can be completed to: names, fields and methods, options of the braces around the
/// cursor and their values, modules and files in strings, public names after a question mark, commands after a colon.
/// Candidates are whole: an editor appends nothing. Runs nothing of the user's, never raises.
Completions complete(lua_State* L, const std::string& before_cursor);

}  // namespace nilgrad::interpreter
