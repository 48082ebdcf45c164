#pragma once
#include <lua.hpp>

#include <set>
#include <string>
#include <string_view>

#include "interpreter/prompt/editor.hpp"

namespace nilgrad::interpreter {

bool is_name(std::string_view text);

/// The names that can follow a dot (or, for functions only, a colon) after the value on top of the stack: its string
/// keys, those of its __index while that is a table, and the list __fields of its metatable, by which an object whose
/// __index is a function says what it answers to. Runs no metamethods.
std::set<std::string> names_of(lua_State* L, bool functions_only = false);

/// Pushes what "a.b.c" (or "a.b:c") stands for, starting from the globals; may run __index functions, and raise. False,
/// with nothing pushed, when it is no such path or nil.
bool push_path(lua_State* L, std::string_view path);

/// What the text before the cursor can be completed to. Runs in protected mode.
Completions complete(lua_State* L, const std::string& before_cursor);

}  // namespace nilgrad::interpreter
