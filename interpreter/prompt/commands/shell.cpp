#include <fmt/format.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/commands/shell.hpp"

namespace nilgrad::interpreter {

std::string failure_of(const std::string& command) {
  std::fflush(stdout);
  const int status = std::system(command.c_str());  // meanwhile Ctrl-C is the command's
  if (status == -1) return fmt::format("cannot run a shell: {}", std::strerror(errno));
  if (WIFSIGNALED(status))
    return fmt::format("killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return WEXITSTATUS(status) == 0 ? "" : fmt::format("exit code {}", WEXITSTATUS(status));
}

std::string as_word(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

void run_shell(Session& /*session*/, const std::string& argument) {
  const char* shell = std::getenv("SHELL");
  const std::string failure = failure_of(!argument.empty() ? argument : as_word(shell && *shell ? shell : "sh"));
  if (!failure.empty()) Session::print_error(failure);
}

}  // namespace nilgrad::interpreter
