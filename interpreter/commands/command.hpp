#pragma once
#include <string_view>

namespace nilgrad::interpreter {

/// A word that is understood before a script of the same name is looked for.
struct Command {
  std::string_view name;
  int (*run)(int argc, char** argv);  ///< argv[0] is the word itself; returns the exit code
};

/// Null when `word` is no command.
const Command* find_command(std::string_view word);

}  // namespace nilgrad::interpreter
