#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/help.hpp"
#include "runtime/catalog/descriptor.hpp"

namespace nilgrad::interpreter {
namespace {

using Argument = PromptCommand::Argument;

constexpr std::array<PromptCommand, 13> commands = {{
    {"load", "FILE", "run a file here: its globals stay", Argument::file, load_file},
    {"edit", "[FILE]", "edit the last chunk, or a file, with $VISUAL or $EDITOR, then run it", Argument::file, edit},
    {"save", "FILE [n-m]", "write this session's chunks, or some, as a script", Argument::file, save},
    {"save!", "FILE [n-m]", "the same over a file that is there", Argument::file, save_over},
    {"list", "[n-m]", "this session's chunks with their numbers", Argument::none, list_chunks},
    {"time", "CODE", "run a chunk and tell its time and evaluations", Argument::code, show_time},
    {"type", "CODE", "what kind of thing each value is", Argument::code, show_type},
    {"doc", "NAME", "help on a name, as ?NAME", Argument::name, show_doc},
    {"reload", "MODULE", "load a changed module anew, into the table it has been so far", Argument::module, reload},
    {"shell", "[COMMAND]", "run a command, or a shell; also :!COMMAND", Argument::shell, run_shell},
    {"!", "COMMAND", "the same", Argument::shell, run_shell},
    {"help", "[NAME]", "this list, or help on a name", Argument::name, show_help},
    {"quit", "", "leave, as Ctrl-D", Argument::none, quit},
}};

std::string nearest_command(std::string_view name) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const PromptCommand& each : commands) names.emplace_back(each.name);
  const std::string near = catalog::nearest(name, names);
  return near.empty() ? "" : fmt::format("; did you mean ':{}'?", near);
}

}  // namespace

std::span<const PromptCommand> prompt_commands() { return commands; }

const PromptCommand* find_prompt_command(std::string_view name) {
  const PromptCommand* found = nullptr;
  for (const PromptCommand& each : commands) {
    if (each.name == name) return &each;
    if (name.empty() || !each.name.starts_with(name) || each.name == "save!") continue;
    if (found) return nullptr;
    found = &each;
  }
  return found;
}

void run_command(Session& session, std::string_view line) {
  line.remove_prefix(1);
  const bool shell = line.starts_with('!');
  const std::size_t end = shell ? 1 : std::min(line.find_first_of(" \t\n"), line.size());
  const std::string_view name = end == 0 ? "help" : line.substr(0, end);
  const std::string_view rest = line.substr(end);
  const std::string argument(rest.substr(std::min(rest.find_first_not_of(" \t\n"), rest.size())));
  const PromptCommand* command = find_prompt_command(name);
  if (!command)
    return Session::print_error(fmt::format("no command ':{}'{} (:help lists them)", name, nearest_command(name)));
  const bool needs_argument = !command->argument_text.empty() && !command->argument_text.starts_with('[');
  if (needs_argument && argument.empty())
    return Session::print_error(fmt::format("usage: :{} {}", command->name, command->argument_text));
  command->run(session, argument);
}

std::string commands_help() {
  std::string text;
  for (const PromptCommand& each : commands)
    if (each.name != "!")
      text += fmt::format("{:<21} {}\n", fmt::format(":{} {}", each.name, each.argument_text), each.summary);
  return text;
}

}  // namespace nilgrad::interpreter
