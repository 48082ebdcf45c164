#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "interpreter/prompt/commands/command.hpp"
#include "interpreter/prompt/commands/shell.hpp"
#include "interpreter/prompt/values/quote.hpp"
#include "runtime/error.hpp"

// Commands that run what stands in files.
namespace nilgrad::interpreter {
namespace {

/// A name may be written in quotes, as Tab leaves it in strings.
std::string unquoted(std::string name) {
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.pop_back();
  const bool in_quotes = name.size() > 1 && name.front() == name.back() && (name[0] == '"' || name[0] == '\'');
  return in_quotes ? name.substr(1, name.size() - 2) : name;
}

std::string editor_command() {
  for (const char* variable : {"VISUAL", "EDITOR"}) {
    const char* command = std::getenv(variable);
    if (command && *command) return command;
  }
  return "vi";
}

/// Whether the editor ended well; else it is said.
bool edit_file(const std::string& path) {
  const std::string failure = failure_of(editor_command() + " " + as_word(path));
  if (!failure.empty())
    Session::print_error(fmt::format("the editor '{}' failed ({}); nothing is run", editor_command(), failure));
  return failure.empty();
}

/// A file of our own that goes with it.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    const char* folder = std::getenv("TMPDIR");
    path_ = std::string(folder && *folder ? folder : "/tmp") + "/nilgrad-XXXXXX.lua";
    const int file = mkstemps(path_.data(), 4);
    if (file < 0) throw_error(ErrorKind::file, "cannot write {}: {}", path_, std::strerror(errno));
    const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(file);
    if (!written) throw_error(ErrorKind::file, "cannot write {}: {}", path_, std::strerror(errno));
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }
  std::string text() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string path_;
};

}  // namespace

void load_file(Session& session, const std::string& argument) {
  session.run(fmt::format("dofile({})", quoted(unquoted(argument), argument.size())));
  session.show_cost(false);
}

void edit(Session& session, const std::string& argument) {
  if (!argument.empty()) {
    if (edit_file(unquoted(argument))) load_file(session, argument);
    return;
  }
  const auto& chunks = session.chunks().all();
  const TemporaryFile file(chunks.empty() ? "" : chunks.back().text + "\n");
  if (!edit_file(file.path())) return;
  const std::string text = file.text();
  if (text.find_first_not_of(" \t\n") == std::string::npos) return;
  session.run(text);
  session.show_cost(false);
}

}  // namespace nilgrad::interpreter
