#include "interpreter/commands/doc.hpp"

#include <CLI/CLI.hpp>
#include <string>

#include "bindings/native.hpp"
#include "bindings/stdlib.hpp"
#include "interpreter/call.hpp"
#include "interpreter/commands/lua_command.hpp"
#include "interpreter/exit_code.hpp"
#include "interpreter/ng_global.hpp"
#include "interpreter/prompt/help.hpp"

namespace nilgrad::interpreter {
namespace {

/// (name) → whether there was help
int look_up(lua_State* L) {
  luaL_openlibs(L);
  bindings::open_nilgrad(L);
  provide_ng(L);
  lua_pushboolean(L, print_help(L, lua_tostring(L, 1)));
  return 1;
}

int show_help(const std::string& name) {
  lua_State* L = luaL_newstate();
  lua_pushcfunction(L, bindings::native<look_up>);
  lua_pushlstring(L, name.data(), name.size());
  const bool found = report(L, protected_call(L, 1, 1), "nilgrad") && lua_toboolean(L, -1);
  lua_close(L);
  return found ? exit_done : exit_error;
}

}  // namespace

int doc_command(int argc, char** argv) {
  CLI::App app("Help on a public name; without one the whole manual, as pages for a browser.", "nilgrad doc");
  std::string name, out = "manual", types, source;
  app.add_option("name", name, "such as ng.minimize, tensor:sum or estimator; 'ng' lists everything");
  auto* to = app.add_option("--out", out, "the folder of the pages, of which index.html is the first (manual)");
  auto* luacats =
      app.add_option("--luacats", types, "instead: annotations for lua-language-server into a folder (types)")
          ->expected(0, 1);
  app.add_option("--source", source, "address of the source files that the pages link to (where they lie, if near)");
  to->excludes(luacats);
  try {
    app.parse(argc, argv);
    if (!name.empty() && (to->count() > 0 || luacats->count() > 0))
      throw CLI::ValidationError("name", "help on one name is printed: give a name or a folder, not both");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  if (!name.empty()) return show_help(name);
  if (luacats->count() > 0)
    return run_lua_command("nilgrad.manual.types.command", {{"out", types.empty() ? "types" : types}});
  return run_lua_command("nilgrad.manual.command", {{"out", out}, {"source", source}});
}

}  // namespace nilgrad::interpreter
