#include "interpreter/prompt/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "bindings/native.hpp"
#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/completion/fields.hpp"
#include "interpreter/prompt/values/show.hpp"
#include "interpreter/prompt/values/wrap.hpp"
#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr const char* introduction =
    "An expression prints its value: _ is the last one, __ the one before.\n"
    "A chunk may have many lines; Enter runs it when it is whole.\n"
    "?name or help(name)   help on a public name, e.g. ?ng.minimize; ?ng lists them\n"
    "??word                what speaks of a word, e.g. ??sparse\n"
    "Tab                   complete names, options in braces and their values, files\n"
    "Ctrl-R                search the history\n"
    "Ctrl-C                drop the line, or interrupt what runs; Ctrl-D  leave\n";

void print(std::string text) {
  if (!text.ends_with('\n')) text += '\n';
  std::fputs(text.c_str(), stdout);
}

/// Calls a `function` of a module with the value on top of the stack, and pushes two results: a text, or nil and a
/// list of near names.
void ask(lua_State* L, const char* module, const char* function) {
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  lua_call(L, 1, 1);
  lua_getfield(L, -1, function);
  lua_remove(L, -2);
  lua_pushvalue(L, -2);
  lua_call(L, 1, 2);
}

/// "; did you mean a, b?" for the list on top of the stack; empty for an empty one.
std::string suggestions(lua_State* L) {
  constexpr lua_Unsigned enough = 8;
  std::vector<std::string> names;
  const lua_Unsigned count = lua_istable(L, -1) ? std::min(lua_rawlen(L, -1), enough) : 0;
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
    names.emplace_back(luaL_tolstring(L, -1, nullptr));
    lua_pop(L, 2);
  }
  return names.empty() ? "" : fmt::format("; did you mean {}?", fmt::join(names, ", "));
}

constexpr const char* ours = "nilgrad.help";
constexpr const char* of_lua = "nilgrad.lua_library";

/// Prints a module's text on the value on top of the stack. Without one, `near` says what else there is.
bool print_text(lua_State* L, const char* module, std::string* near = nullptr) {
  ask(L, module, "show");
  const bool has_text = lua_type(L, -2) == LUA_TSTRING;
  if (has_text) print(module == of_lua ? wrapped(lua_tostring(L, -2), output_columns()) : lua_tostring(L, -2));
  if (near) *near += suggestions(L);
  lua_pop(L, 2);
  return has_text;
}

/// Prints what the value on top of the stack is and the names it holds.
void print_names(lua_State* L) {
  print(show(L, -1));
  std::set<std::string> names;
  add_names(L, "", false, names);
  if (!names.empty() && !lua_istable(L, -1)) print(fmt::format("names: {}", fmt::join(names, " ")));
}

/// Pushes what a path stands for, found as an expression is: what functions behind __index answer is worth help too.
bool push_value(lua_State* L, const std::string& name) {
  if (parse_path(name).empty()) return false;
  const std::size_t colon = name.rfind(':');
  std::string expression = "return " + name;
  if (colon != std::string::npos) expression[colon + 7] = '.';
  const bool loaded = luaL_loadbufferx(L, expression.data(), expression.size(), "=help", "t") == LUA_OK;
  if (loaded && lua_pcall(L, 0, 1, 0) == LUA_OK && !lua_isnil(L, -1)) return true;
  const bool stopped = interrupted();
  if (stopped) lua_error(L);
  lua_pop(L, 1);
  return false;
}

void print_value_help(lua_State* L) {
  if (!print_text(L, ours) && !print_text(L, of_lua)) print_names(L);
}

}  // namespace

bool print_help(lua_State* L, const std::string& name) {
  std::string near;
  bindings::push_string(L, name);
  bool found = print_text(L, of_lua);  // of a name that is both, as load, both are told
  found = print_text(L, ours, &near) || found;
  lua_pop(L, 1);
  if (!found && push_value(L, name)) {
    print_value_help(L);
    lua_pop(L, 1);
    found = true;
  }
  if (!found && near.empty()) {
    bindings::push_string(L, name);
    ask(L, of_lua, "near");
    lua_pop(L, 1);
    near = suggestions(L);
    lua_pop(L, 2);
  }
  if (!found) print(fmt::format("no help on '{}'{}", name, near));
  return found;
}

void print_search(lua_State* L, const std::string& word) {
  bool found = false;
  for (const char* module : {ours, of_lua}) {
    bindings::push_string(L, word);
    ask(L, module, "search");
    const char* lines = lua_tostring(L, -2);
    if (lines) print(module == of_lua ? wrapped(lines, output_columns()) : lines);
    found = found || lines;
    lua_pop(L, 3);
  }
  if (!found) print(fmt::format("nothing speaks of '{}'", word));
}

int help_function(lua_State* L) {
  if (lua_isnone(L, 1)) {
    print(wrapped(introduction + commands_help(), output_columns()));
  } else if (lua_type(L, 1) == LUA_TSTRING) {
    print_help(L, lua_tostring(L, 1));
  } else {
    lua_settop(L, 1);
    print_value_help(L);
  }
  return 0;
}

}  // namespace nilgrad::interpreter
