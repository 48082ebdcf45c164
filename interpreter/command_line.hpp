#pragma once
#include <string>
#include <vector>

namespace nilgrad::interpreter {

/// One option that does something, in the order given.
struct Action {
  enum class Kind { run, require, warnings_on } kind;  // -e, -l, -W
  const char* text;                                    // the statement, the module
};

/// What the command line asks for: lua's options, and --help and --version.
struct CommandLine {
  std::vector<Action> actions;
  bool interactive = false;         // -i
  bool show_version = false;        // -v
  bool ignore_environment = false;  // -E
  bool no_rc_file = false;          // --no-rc
  bool show_help = false;           // --help
  bool only_version = false;        // --version
  int script = 0;                   // index of the script's name in argv; argc when there is none
  bool script_is_stdin = false;     // "-", unless after "--"
  std::string problem;              // what is wrong with it; empty when nothing is
};

/// `argv` is main's.
CommandLine parse_command_line(int argc, char** argv);

/// "nilgrad", or as the program was called.
std::string program_name(char** argv);

/// How to call the program: the text of --help, and of a usage error.
std::string usage(const std::string& program_name);

/// "nilgrad 0.1.0 (Lua 5.4.4  Copyright …)"
std::string version_line();

}  // namespace nilgrad::interpreter
