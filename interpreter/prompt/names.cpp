#include "interpreter/prompt/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>

#include "interpreter/call.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr std::array<std::string_view, 22> keywords = {
    "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
    "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while"};
constexpr int key_limit = 10000;  // of a table that is looked at
constexpr int index_depth = 8;    // tables behind tables

std::string_view name_at(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TSTRING) return "";
  std::size_t length = 0;
  const char* text = lua_tolstring(L, index, &length);
  return is_name({text, length}) ? std::string_view(text, length) : "";
}

/// The string keys of the table on top.
void add_keys(lua_State* L, bool functions_only, std::set<std::string>& names) {
  int keys = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    const std::string_view name = name_at(L, -2);
    if (!name.empty() && (!functions_only || lua_isfunction(L, -1))) names.emplace(name);
    if (++keys == key_limit) return lua_pop(L, 2);
  }
}

/// The keys of the tables that the native function on top keeps: ours look a name up among an object's methods and
/// fields.
void add_upvalue_keys(lua_State* L, bool functions_only, std::set<std::string>& names) {
  for (int i = 1; lua_getupvalue(L, -1, i); ++i) {
    if (lua_istable(L, -1)) add_keys(L, functions_only, names);
    lua_pop(L, 1);
  }
}

/// The strings listed in the table on top.
void add_list(lua_State* L, std::set<std::string>& names) {
  const auto length = static_cast<lua_Integer>(std::min<lua_Unsigned>(lua_rawlen(L, -1), key_limit));
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(L, -1, i);
    const std::string_view name = name_at(L, -1);
    if (!name.empty()) names.emplace(name);
    lua_pop(L, 1);
  }
}

}  // namespace

bool is_name(std::string_view text) {
  const auto is_letter = [](unsigned char c) { return c == '_' || std::isalpha(c); };
  const auto belongs = [&](unsigned char c) { return is_letter(c) || std::isdigit(c); };
  return !text.empty() && is_letter(static_cast<unsigned char>(text[0])) && std::ranges::all_of(text, belongs) &&
         std::ranges::find(keywords, text) == std::end(keywords);
}

std::set<std::string> names_of(lua_State* L, bool functions_only) {
  std::set<std::string> names;
  const int top = lua_gettop(L);
  luaL_checkstack(L, 2 * index_depth + 8, nullptr);
  lua_pushvalue(L, top);
  for (int depth = 0; depth < index_depth; ++depth) {
    if (lua_istable(L, -1)) add_keys(L, functions_only, names);
    if (luaL_getmetafield(L, -1, "__fields") != LUA_TNIL) {
      if (lua_istable(L, -1)) add_list(L, names);
      lua_pop(L, 1);
    }
    const int index = luaL_getmetafield(L, -1, "__index");
    if (index == LUA_TFUNCTION && lua_iscfunction(L, -1)) add_upvalue_keys(L, functions_only, names);
    if (index != LUA_TTABLE) break;
  }
  lua_settop(L, top);
  return names;
}

bool push_path(lua_State* L, std::string_view path) {
  const int top = lua_gettop(L);
  lua_pushglobaltable(L);
  while (true) {
    const std::size_t end = std::min(path.find_first_of(".:"), path.size());
    const std::string name(path.substr(0, end));
    if (!is_name(name) || lua_getfield(L, -1, name.c_str()) == LUA_TNIL) break;
    if (end == path.size()) {
      lua_replace(L, top + 1);
      lua_settop(L, top + 1);
      return true;
    }
    path.remove_prefix(end + 1);
  }
  lua_settop(L, top);
  return false;
}

namespace {

constexpr std::string_view word_breaks = " \t\n\"'`@$><=;|&{}()[]+-*/%^~#,?";  // a dot or colon is part of the word

struct Completion {
  std::string_view word;
  std::vector<std::string> found;
};

int collect(lua_State* L) {
  auto& completion = *static_cast<Completion*>(lua_touserdata(L, 1));
  const std::string_view word = completion.word;
  const std::size_t separator = word.find_last_of(".:");
  const bool is_field = separator != std::string_view::npos;
  const std::string_view begun = is_field ? word.substr(separator + 1) : word;
  if (!is_field)
    lua_pushglobaltable(L);
  else if (!push_path(L, word.substr(0, separator)))
    return 0;
  std::set<std::string> names = names_of(L, is_field && word[separator] == ':');
  if (!is_field) names.insert(std::begin(keywords), std::end(keywords));
  for (const std::string& name : names)
    if (name.starts_with(begun))
      completion.found.push_back(std::string(word.substr(0, word.size() - begun.size())) + name);
  return 0;
}

}  // namespace

Completions complete(lua_State* L, const std::string& before_cursor) {
  const std::size_t before = before_cursor.find_last_of(word_breaks);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  Completion completion{std::string_view(before_cursor).substr(begin), {}};
  lua_pushcfunction(L, collect);
  lua_pushlightuserdata(L, &completion);
  if (protected_call(L, 1, 0) != LUA_OK) lua_pop(L, 1);
  return {begin, std::move(completion.found)};
}

}  // namespace nilgrad::interpreter
