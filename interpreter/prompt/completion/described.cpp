#include "interpreter/prompt/completion/described.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bindings/native.hpp"
#include "interpreter/prompt/completion/fields.hpp"
#include "interpreter/prompt/completion/tokens.hpp"
#include "runtime/catalog/catalog.hpp"

namespace nilgrad::interpreter {
namespace {

using catalog::Descriptor;

/// Replaces the table on top by what it holds under a name itself.
void to_own_field(lua_State* L, const std::string& name) {
  if (lua_istable(L, -1)) {
    bindings::push_string(L, name);
    lua_rawget(L, -2);
  } else {
    lua_pushnil(L);
  }
  lua_remove(L, -2);
}

/// The public thing that the value on top is.
const Descriptor* described_value(lua_State* L) {
  const int value = lua_gettop(L);
  luaL_checkstack(L, 8, nullptr);
  const Descriptor* found = nullptr;
  for (const Descriptor& descriptor : catalog::entries()) {
    push_ng(L);
    if (descriptor.kind != "function") to_own_field(L, descriptor.kind);
    to_own_field(L, descriptor.name);
    if (!lua_isnil(L, -1) && lua_rawequal(L, -1, value)) found = &descriptor;
    lua_settop(L, value);
    if (found) break;
  }
  return found;
}

/// "study" for a study: the type by which its methods are described.
std::string type_of(lua_State* L) {
  std::string type;
  if (luaL_getmetafield(L, -1, "__name") != LUA_TNIL) {
    const std::string_view name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    if (name.starts_with("nilgrad.")) type = name.substr(name.rfind('.') + 1);
    lua_pop(L, 1);
  }
  return type;
}

const Descriptor* described_method(lua_State* L, const Path& path) {
  const auto* method = std::get_if<std::string>(&path.back());
  if (!method || !push_path(L, Path(path.begin(), path.end() - 1))) return nullptr;
  const Descriptor* found = catalog::find(type_of(L), *method);
  lua_pop(L, 1);
  return found;
}

/// Where in ng there is what an option takes. Of one that takes anything, its help begins with an example.
std::string room_of(const catalog::Option& option) {
  if (option.type == catalog::Type::recipe) return option.kind;
  const std::size_t begin = option.help.find("ng.");
  if (option.type != catalog::Type::any || begin == std::string::npos) return "";
  const std::size_t end = option.help.find('.', begin + 3);
  const std::string room = option.help.substr(begin + 3, end == std::string::npos ? end : end - begin - 3);
  return end != std::string::npos && is_name(room) ? room : "";
}

}  // namespace

void push_ng(lua_State* L) {
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  to_own_field(L, "nilgrad");
}

const Descriptor* described(lua_State* L, const Path& path, char separator) {
  if (path.size() > 1)
    if (const Descriptor* method = described_method(L, path)) return method;
  if (separator == ':' || !push_path(L, path)) return nullptr;
  const Descriptor* found = described_value(L);
  lua_pop(L, 1);
  return found;
}

std::vector<std::string> option_keys(const Descriptor& descriptor, const std::vector<std::string>& given) {
  std::vector<std::string> keys;
  for (const catalog::Option& option : descriptor.options)
    if (std::ranges::find(given, option.name) == given.end()) keys.push_back(option.name + " = ");
  return keys;
}

std::vector<std::string> beginning_with(std::string_view begun, std::vector<std::string> all) {
  std::erase_if(all, [&](const std::string& each) { return !each.starts_with(begun); });
  return all;
}

std::vector<std::string> option_values(lua_State* L, const catalog::Option& option) {
  std::vector<std::string> values;
  for (const std::string& choice : option.limits.choices) values.push_back('"' + choice + '"');
  if (option.type == catalog::Type::boolean) values = {"true", "false"};
  const std::string room = room_of(option);
  if (room.empty()) return values;
  std::set<std::string> names;
  push_ng(L);
  to_field(L, room);
  add_names(L, "", false, names);
  lua_pop(L, 1);
  for (const std::string& name : names) values.push_back(fmt::format("ng.{}.{}", room, name));
  return values;
}

}  // namespace nilgrad::interpreter
