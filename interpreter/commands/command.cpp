#include "interpreter/commands/command.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "interpreter/command_line.hpp"
#include "interpreter/commands/bench.hpp"
#include "interpreter/commands/doc.hpp"
#include "interpreter/commands/info.hpp"
#include "interpreter/commands/new.hpp"
#include "interpreter/commands/replay.hpp"
#include "interpreter/commands/study.hpp"
#include "interpreter/commands/test.hpp"
#include "interpreter/exit_code.hpp"

namespace nilgrad::interpreter {
namespace {

int help_command(int, char**) {
  std::fputs(usage("nilgrad").c_str(), stdout);
  return exit_done;
}

constexpr std::array<Command, 8> commands = {{
    {"bench", bench_command},
    {"doc", doc_command},
    {"help", help_command},
    {"info", info_command},
    {"new", new_command},
    {"replay", replay_command},
    {"study", study_command},
    {"test", test_command},
}};

}  // namespace

const Command* find_command(std::string_view word) {
  const auto* found = std::ranges::find(commands, word, &Command::name);
  return found == std::end(commands) ? nullptr : found;
}

}  // namespace nilgrad::interpreter
