#include "interpreter/prompt/completion/strings.hpp"

#include <set>
#include <string>

#include "interpreter/prompt/completion/described.hpp"
#include "interpreter/prompt/completion/fields.hpp"
#include "interpreter/prompt/completion/files.hpp"

namespace nilgrad::interpreter {
namespace {

/// The keys of the table on top, which is taken.
void add_keys(lua_State* L, std::string_view begun, std::set<std::string>& names) {
  if (lua_istable(L, -1)) {
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      const std::string_view name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
      if (!name.empty() && name.starts_with(begun)) names.emplace(name);
    }
  }
  lua_pop(L, 1);
}

std::vector<std::string> choices_of(lua_State* L, const Place& place, std::string_view begun) {
  const auto* descriptor = place.option.empty() ? nullptr : described(L, place.called, place.called_by);
  const catalog::Option* option = descriptor ? descriptor->option(place.option) : nullptr;
  return option ? beginning_with(begun, option->limits.choices) : std::vector<std::string>();
}

}  // namespace

Completions complete_file(std::size_t begin, std::string_view begun) {
  const std::size_t slash = begun.rfind('/');
  return {begin + (slash == std::string_view::npos ? 0 : slash + 1), files_of(begun)};
}

std::vector<std::string> known_modules(lua_State* L, std::string_view begun) {
  std::set<std::string> names;
  for (const char* field : {"path", "cpath"}) {
    if (!push_path(L, {"package", field})) continue;
    std::size_t length = 0;
    if (const char* templates = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : nullptr)
      for (std::string& module : modules_of(begun, {templates, length})) names.insert(std::move(module));
    lua_pop(L, 1);
  }
  for (const char* field : {"preload", "loaded"})
    if (push_path(L, {"package", field})) add_keys(L, begun, names);
  return {names.begin(), names.end()};
}

Completions complete_string(lua_State* L, const Place& place, std::string_view begun) {
  Completions found{place.begin, {}};
  if (begun.find('\\') != std::string_view::npos) return found;  // not the text that the string stands for
  const bool one_line = place.quote == "\"" || place.quote == "'";
  const bool to_require = place.called == Path{"require"};
  found.candidates = to_require ? known_modules(L, begun) : choices_of(L, place, begun);
  if (!to_require && found.candidates.empty()) found = complete_file(place.begin, begun);
  if (one_line && found.candidates.size() == 1 && !found.candidates[0].ends_with(to_require ? '.' : '/'))
    found.candidates[0] += place.quote;
  return found;
}

}  // namespace nilgrad::interpreter
