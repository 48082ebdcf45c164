#pragma once
#include <lua.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// JSON for reports and records. A list (keys 1 … n, or an empty table) is an array, a table with string keys an object,
// json.null (a light userdata of NULL) is null; integers stay integers, and floats are written so that they are read
// back to the bit. NaN and infinities, which JSON has no numbers for, are refused. Tensors are written as nested
// arrays.
namespace nilgrad::bindings {

constexpr int deepest_json = 200;
constexpr std::size_t json_values_a_look = 1024;  // how many are written or read between looks at the interrupt

/// The value at `index`, in one line, or with each name and element in a line of its own, indented by so many spaces a
/// level; names in alphabetical order. Throws Error(option) naming the place of what JSON cannot hold.
std::string to_json(lua_State* L, int index, int indent = -1);

/// Pushes the text's value. Numbers without point or exponent become integers, if they fit into 64 bits. Throws
/// Error(file) naming line and column.
void push_json(lua_State* L, std::string_view text);

/// The library's message without its own error number: "json: parse error at line 1, column 5: …".
inline std::string plain_message(const nlohmann::json::exception& error) {
  const std::string_view message = error.what();
  const std::size_t bracket = message.find("] ");
  return "json: " + std::string(message.substr(bracket == std::string_view::npos ? 0 : bracket + 2));
}

}  // namespace nilgrad::bindings
