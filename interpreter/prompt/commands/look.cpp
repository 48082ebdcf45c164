#include <fmt/format.h>

#include <cstdio>

#include "bindings/native.hpp"
#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/help.hpp"
#include "interpreter/prompt/unit.hpp"

// Commands that look at things.
namespace nilgrad::interpreter {
namespace {

int print_help_on(lua_State* L) {
  print_help(L, lua_tostring(L, 1));
  return 0;
}

int print_introduction(lua_State* L) {
  lua_settop(L, 0);
  return help_function(L);
}

/// "integer", "tensor", "table": what a value is to people.
std::string type_of(lua_State* L, int index) {
  if (lua_type(L, index) == LUA_TNUMBER) return lua_isinteger(L, index) ? "number (integer)" : "number (float)";
  std::string type = luaL_typename(L, index);
  if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING) type = fmt::format("{} ({})", lua_tostring(L, -1), type);
  if (lua_type(L, index) != LUA_TFUNCTION) return type;
  lua_Debug function{};
  lua_pushvalue(L, index);
  lua_getinfo(L, ">S", &function);
  if (*function.what == 'C') return "function (native)";
  return fmt::format("function ({}:{})", function.short_src, function.linedefined);
}

int print_types(lua_State* L) {
  const int count = lua_gettop(L);
  for (int i = 1; i <= count; ++i) std::puts(type_of(L, i).c_str());
  if (count == 0) std::puts("no value");
  return 0;
}

void print_help_on(Session& session, const std::string& name) {
  lua_pushcfunction(session.state(), bindings::native<print_help_on>);
  lua_pushlstring(session.state(), name.data(), name.size());
  session.call(1, 0);
}

}  // namespace

void show_time(Session& session, const std::string& argument) {
  session.run(argument);
  session.show_cost(true);
}

void show_type(Session& session, const std::string& argument) {
  lua_State* L = session.state();
  const int base = lua_gettop(L);
  lua_pushcfunction(L, bindings::native<print_types>);
  if (load_unit(L, argument) != LUA_OK)
    Session::print_error(lua_tostring(L, -1));
  else if (session.call(0, LUA_MULTRET))
    session.call(lua_gettop(L) - base - 1, 0);
  lua_settop(L, base);
}

void show_doc(Session& session, const std::string& argument) { print_help_on(session, argument); }

void show_help(Session& session, const std::string& argument) {
  if (!argument.empty() && find_prompt_command(argument)) {
    const PromptCommand& command = *find_prompt_command(argument);
    std::puts(fmt::format(":{} {}\n  {}", command.name, command.argument_text, command.summary).c_str());
  } else if (!argument.empty()) {
    print_help_on(session, argument);
  } else {
    lua_pushcfunction(session.state(), bindings::native<print_introduction>);
    session.call(0, 0);
  }
}

void quit(Session& session, const std::string&) { session.end(); }

}  // namespace nilgrad::interpreter
