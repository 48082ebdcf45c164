#pragma once
#include <lua.hpp>

#include <set>
#include <string>
#include <string_view>

#include "interpreter/prompt/completion/place.hpp"

// What values hold, found without running anything of the user's: no function of his is called, so nothing is printed,
// changed, raised or waited for. Of functions only ours are called, where an object's fields are found by one.
namespace nilgrad::interpreter {

/// Adds the names that can follow a dot (or, for functions only, a colon) after the value on top of the stack and begin
/// with `begun`: its string keys, those of its __index while that is a table, and the list __fields of its metatable,
/// by which an object whose __index is a function says what it answers to. A walk that takes too long ends early.
void add_names(lua_State* L, std::string_view begun, bool functions_only, std::set<std::string>& names);

/// Replaces the value on top of the stack by its field, or by nil. May raise for want of memory only.
void to_field(lua_State* L, const Path::value_type& key);

/// Pushes what a path of globals stands for. False, with nothing pushed, where that is nil.
bool push_path(lua_State* L, const Path& path);

}  // namespace nilgrad::interpreter
