#include "interpreter/commands/info.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <lua.hpp>
#include <string_view>

#include "bindings/info.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/history.hpp"
#include "interpreter/search_path.hpp"

namespace nilgrad::interpreter {
namespace {

void print_row(std::string_view name, std::string_view value) { fmt::print("{:<16}{}\n", name, value); }

/// One template a line.
void print_path(std::string_view name, std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(';'), path.size());
    print_row(name, path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
    name = "";
  }
}

void print_search_paths() {
  lua_State* L = luaL_newstate();
  luaL_openlibs(L);
  extend_search_paths(L, nullptr, true);
  lua_getglobal(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "path");
  print_path("modules", lua_tostring(L, -1));
  lua_getfield(L, -2, "cpath");
  print_path("C modules", lua_tostring(L, -1));
  lua_close(L);
}

}  // namespace

int info_command(int, char**) {
  for (const auto& [name, value] : bindings::build_facts()) print_row(name, value);
  print_row("editor", editor_name());
  print_row("history", history_path());
  print_search_paths();
  return exit_done;
}

}  // namespace nilgrad::interpreter
