#include "interpreter/commands/test.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "interpreter/commands/lua_command.hpp"
#include "interpreter/exit_code.hpp"

namespace nilgrad::interpreter {

int test_command(int argc, char** argv) {
  CLI::App app(
      "Tests the library whose folder this is: what every library must keep to, then each script of tests/, which must "
      "do what its "
      "comments say (-- expect: a line of output, -- expect error: a message). With paths: only those scripts, "
      "anywhere.",
      "nilgrad test");
  std::vector<std::string> paths;
  bool tap = false;
  double seconds = 60;
  app.add_option("path", paths, "scripts, or folders of them");
  app.add_flag("--tap", tap, "write TAP, which other programs read");
  app.add_option("--seconds", seconds, "how long one script, or one part of the contract, may take; 60 by default")
      ->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_usage;
  }
  return run_lua_command("nilgrad.library.test", {{"paths", paths}, {"tap", tap}, {"seconds", seconds}});
}

}  // namespace nilgrad::interpreter
