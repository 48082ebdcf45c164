#include "interpreter/commands/info.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <lua.hpp>
#include <string_view>

#include "interpreter/exit_code.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/history.hpp"
#include "interpreter/search_path.hpp"
#include "runtime/classifier/executor.hpp"
#include "runtime/error.hpp"
#include "runtime/random/instruction_set.hpp"
#include "runtime/tensor/parallel.hpp"

namespace nilgrad::interpreter {
namespace {

void print_row(std::string_view name, std::string_view value) { fmt::print("{:<16}{}\n", name, value); }

/// What `value()` returns, or why it cannot be said (a setting in the environment may be wrong).
template <class F>
void print_setting(std::string_view name, F value) {
  try {
    print_row(name, fmt::format("{}", value()));
  } catch (const Error& error) {
    print_row(name, error.what());
  }
}

/// One template a line.
void print_path(std::string_view name, std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(';'), path.size());
    print_row(name, path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
    name = "";
  }
}

/// The shared libraries that add what the program itself does not link.
void print_plugins() {
  std::string_view name = "plug-ins";
  for (const std::filesystem::path& folder : plugin_folders()) {
    std::error_code absent;
    for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
      if (entry.path().extension() != ".so") continue;
      print_row(name, entry.path().string());
      name = "";
    }
  }
  if (!name.empty()) print_row(name, "none");
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
  print_row("nilgrad", NILGRAD_VERSION);
  print_row("lua", LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE);
  print_setting("instruction set", [] { return name_of(instruction_set()); });
  print_setting("threads", threads);
  print_plugins();
  print_row("editor", editor_name());
  print_row("history", history_path());
  print_search_paths();
  return exit_done;
}

}  // namespace nilgrad::interpreter
