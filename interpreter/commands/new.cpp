#include "interpreter/commands/new.hpp"

#include <CLI/CLI.hpp>
#include <string>

#include "interpreter/commands/lua_command.hpp"
#include "interpreter/exit_code.hpp"

namespace nilgrad::interpreter {

int new_command(int argc, char** argv) {
  CLI::App app(
      "Makes the folder nilgrad-NAME with a library of objectives to begin from: module, rockspec, test, README.",
      "nilgrad new");
  std::string name;
  app.add_option("name", name, "lower-case letters, digits and hyphens; the module will be nilgrad_NAME")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  return run_lua_command("nilgrad.library.new", {{"name", name}});
}

}  // namespace nilgrad::interpreter
