#include "interpreter/command_line.hpp"

#include <fmt/format.h>

#include <lua.hpp>
#include <string_view>

namespace nilgrad::interpreter {
namespace {

/// The argument of -e or -l: the rest of the word or the next one. Null when there is none.
const char* option_argument(char** argv, int& index) {
  const char* rest = argv[index] + 2;
  if (*rest) return rest;
  const char* next = argv[index + 1];
  if (!next || next[0] == '-') return nullptr;
  ++index;
  return next;
}

/// Notes one option that takes no argument; false when it is none of lua's.
bool note_flag(CommandLine& line, std::string_view option) {
  if (option == "-i")
    line.interactive = true;
  else if (option == "-v")
    line.show_version = true;
  else if (option == "-E")
    line.ignore_environment = true;
  else if (option == "-W")
    line.actions.push_back({Action::Kind::warnings_on, nullptr});
  else if (option == "--no-rc")
    line.no_rc_file = true;
  else if (option == "--help")
    line.show_help = true;
  else if (option == "--version")
    line.only_version = true;
  else
    return false;
  return true;
}

}  // namespace

CommandLine parse_command_line(int argc, char** argv) {
  CommandLine line;
  int index = 1;
  for (; index < argc; ++index) {
    const std::string_view word = argv[index];
    if (!word.starts_with('-') || word == "-") break;
    if (word == "--") {
      line.script = index + 1;
      return line;
    }
    if (word[1] == 'e' || word[1] == 'l') {
      const char* argument = option_argument(argv, index);
      if (!argument) {
        line.problem = fmt::format("'{}' needs argument", word);
        return line;
      }
      line.actions.push_back({word[1] == 'e' ? Action::Kind::run : Action::Kind::require, argument});
    } else if (!note_flag(line, word)) {
      line.problem = fmt::format("unrecognized option '{}'", word);
      return line;
    }
  }
  line.script = index;
  line.script_is_stdin = index < argc && std::string_view(argv[index]) == "-";
  return line;
}

std::string program_name(char** argv) { return argv[0] && *argv[0] ? argv[0] : "nilgrad"; }

std::string usage(const std::string& program_name) {
  return fmt::format(R"(usage: {0} [options] [script [args]]
       {0} command [args]
Options, as lua's:
  -e stat    run the string 'stat'
  -i         go on to the prompt after the script
  -l mod     require the module 'mod' into the global 'mod'
  -l g=mod   require the module 'mod' into the global 'g'
  -v         print the version
  -E         ignore environment variables
  -W         turn warnings on
  --         end of the options
  -          end of the options; run standard input
  --no-rc    begin the prompt without ~/.config/nilgrad/rc.lua (as -E does)
  --help, --version
Commands:
  info       what this build and this machine have
  doc [name] help on a public name, e.g. ng.minimize; without one the manual, for a browser
  bench      measure this machine
  replay     show a run from its journal, after any step
  study      look at tuning studies: list, show, best, trials, plot, report, watch, …
  new name   begin a library of objectives to share, in the folder nilgrad-name
  test       test a library in its folder, or scripts that state their output in comments
  help       this text
Without a script: the prompt on a terminal, else run standard input.
Exit codes: 0 done, 1 error, 2 usage, 130 interrupted.
)",
                     program_name);
}

std::string version_line() { return "nilgrad " NILGRAD_VERSION " (" LUA_COPYRIGHT ")"; }

}  // namespace nilgrad::interpreter
