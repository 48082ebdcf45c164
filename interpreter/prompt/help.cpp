#include "interpreter/prompt/help.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "interpreter/prompt/names.hpp"
#include "interpreter/prompt/show.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr const char* help_module =
    "nilgrad.help";  // .show(name or value) returns a text, or nil and a list of near names

constexpr const char* introduction =
    "An expression prints its value, and _ is the last one. A chunk may have many lines; Enter runs it when it is "
    "whole.\n"
    "?name or help(name)   help on a public name, e.g. ?ng.minimize\n"
    "Tab                   complete a name      Ctrl-R  search the history\n"
    "Ctrl-C                drop the line, or interrupt what runs      Ctrl-D  leave\n";

void print(std::string text) {
  if (!text.ends_with('\n')) text += '\n';
  std::fputs(text.c_str(), stdout);
}

/// With the thing in question on top of the stack, pushes two results of the help module's show; two nils without that
/// module.
void push_text_and_suggestions(lua_State* L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  const bool exists = lua_getfield(L, -1, help_module) != LUA_TNIL;
  lua_pop(L, 2);
  if (!exists) {
    lua_pushnil(L);
    lua_pushnil(L);
    return;
  }
  lua_getglobal(L, "require");
  lua_pushstring(L, help_module);
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "show");
  lua_remove(L, -2);
  lua_pushvalue(L, -2);
  lua_call(L, 1, 2);
}

/// Prints the help module's text on the value on top of the stack. Without one, leaves its suggestions in
/// `suggestions`.
bool print_text(lua_State* L, std::string* suggestions) {
  push_text_and_suggestions(L);
  const bool has_text = lua_type(L, -2) == LUA_TSTRING;
  if (has_text)
    print(lua_tostring(L, -2));
  else if (suggestions && lua_istable(L, -1))
    *suggestions = show(L, -1);
  else if (suggestions && lua_isstring(L, -1))
    *suggestions = lua_tostring(L, -1);
  lua_pop(L, 2);
  return has_text;
}

/// Prints what the value on top of the stack is and the names it holds.
void print_names(lua_State* L) {
  print(show(L, -1));
  const std::set<std::string> names = names_of(L);
  if (!names.empty() && !lua_istable(L, -1)) print(fmt::format("names: {}", fmt::join(names, " ")));
}

bool print_value_help(lua_State* L) {
  if (!print_text(L, nullptr)) print_names(L);
  return true;
}

}  // namespace

bool print_help(lua_State* L, const std::string& name) {
  std::string suggestions;
  lua_pushlstring(L, name.data(), name.size());
  const bool found = print_text(L, &suggestions);
  lua_pop(L, 1);
  if (found) return true;
  if (push_path(L, name)) {
    print_value_help(L);
    lua_pop(L, 1);
    return true;
  }
  print(fmt::format("no help on '{}'{}", name, suggestions.empty() ? "" : "; near names: " + suggestions));
  return false;
}

int help_function(lua_State* L) {
  if (lua_isnone(L, 1)) {
    std::fputs(introduction, stdout);
  } else if (lua_type(L, 1) == LUA_TSTRING) {
    print_help(L, lua_tostring(L, 1));
  } else {
    lua_settop(L, 1);
    print_value_help(L);
  }
  return 0;
}

}  // namespace nilgrad::interpreter
