#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace nilgrad::interpreter {

/// What the command line gave, by the names of the options.
using Word = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;
using Words = std::map<std::string, Word>;

/// Runs a subcommand that is written in Lua: `module` returns a function, which is given the words as a table and may
/// return an exit code. Errors are printed; interruptible.
int run_lua_command(const char* module, const Words& words);

}  // namespace nilgrad::interpreter
