#pragma once
#include <span>
#include <string>
#include <string_view>

#include "interpreter/prompt/session.hpp"

namespace nilgrad::interpreter {

/// What a line that begins with a colon asks for.
struct PromptCommand {
  enum class Argument { none, file, name, module, code, shell, command };

  std::string_view name;           ///< "load"
  std::string_view argument_text;  ///< "FILE", as help shows it; in brackets where it may be left out
  std::string_view summary;        ///< one line
  Argument argument;               ///< what Tab completes after it
  void (*run)(Session& session, const std::string& argument);  ///< prints its own errors; may raise
};

/// In the order in which help lists them.
std::span<const PromptCommand> prompt_commands();
/// By its name or a beginning that is no other's; null where there is none.
const PromptCommand* find_prompt_command(std::string_view name);

/// Runs a line: ":name argument". An unknown name is said, with the nearest one.
void run_command(Session& session, std::string_view line);

/// The commands' part of the prompt's help.
std::string commands_help();

// commands/*.cpp
void load_file(Session& session, const std::string& argument);
void edit(Session& session, const std::string& argument);
void save(Session& session, const std::string& argument);
void save_over(Session& session, const std::string& argument);
void list_chunks(Session& session, const std::string& argument);
void show_time(Session& session, const std::string& argument);
void show_type(Session& session, const std::string& argument);
void show_doc(Session& session, const std::string& argument);
void reload(Session& session, const std::string& argument);
void run_shell(Session& session, const std::string& argument);
void show_help(Session& session, const std::string& argument);
void quit(Session& session, const std::string& argument);

}  // namespace nilgrad::interpreter
