#pragma once
#include <lua.hpp>

#include <string>
#include <vector>

namespace nilgrad::interpreter {

/// A value as text, a table as the texts of what it holds: read once, laid out as the terminal allows.
struct ValueTree {
  std::string key;   ///< "name = ", "[3] = ", or empty for an item of a list
  std::string text;  ///< of what is no table; of a table, "{}" or "{…}" where nothing of it was read
  std::vector<ValueTree> items;

  bool is_table() const { return !items.empty(); }
};

/// The value at `index`: strings quoted, tables as deep and long as anyone would read, everything else through
/// tostring. What a table holds itself is read, whatever its metamethods say, unless it has a __tostring or a __name.
/// Raises what a __tostring raises only when interrupted.
ValueTree read_value(lua_State* L, int index);

}  // namespace nilgrad::interpreter
