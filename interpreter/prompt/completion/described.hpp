#pragma once
#include <lua.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/prompt/completion/place.hpp"
#include "runtime/catalog/descriptor.hpp"

// What the descriptors say of the braces that the cursor is in.
namespace nilgrad::interpreter {

/// What describes the function, or the method of an object of ours, that a path of globals stands for under whatever
/// name; null where nothing does. `separator` stands before the path's last name.
const catalog::Descriptor* described(lua_State* L, const Path& path, char separator);

/// "trials = " for each option that has not been given.
std::vector<std::string> option_keys(const catalog::Descriptor& descriptor, const std::vector<std::string>& given);

/// What the option may be, as it is written: "ng.sampler.tpe", "true", "\"central\"".
std::vector<std::string> option_values(lua_State* L, const catalog::Option& option);

/// Those of a list that begin with what is typed.
std::vector<std::string> beginning_with(std::string_view begun, std::vector<std::string> all);

/// Pushes the table ng, or nil where nobody has required it.
void push_ng(lua_State* L);

}  // namespace nilgrad::interpreter
