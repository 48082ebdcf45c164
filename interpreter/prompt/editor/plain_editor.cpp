#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {
namespace {

class PlainEditor : public Editor {
 public:
  explicit PlainEditor(Language language) : language_(std::move(language)), prompts_(isatty(STDIN_FILENO)) {}
  ~PlainEditor() override { std::free(line_); }

  Reading read(std::string& unit) override {
    const InterruptScope editing(nullptr);
    unit.clear();
    do {
      if (prompts_) std::fputs(language_.prompt(!unit.empty()).c_str(), stdout);
      std::fflush(stdout);
      if (!append_line(unit)) break;
    } while (language_.incomplete(unit));
    if (interrupted()) {
      if (prompts_) std::fputs("\n", stdout);
      return Reading::interrupted;
    }
    return unit.empty() && std::feof(stdin) ? Reading::end : Reading::unit;
  }

 private:
  /// From stdio's buffer, which io.read shares.
  bool append_line(std::string& unit) {
    const ssize_t length = getline(&line_, &capacity_, stdin);
    if (length < 0) {
      if (!std::feof(stdin)) std::clearerr(stdin);
      return false;
    }
    unit.append(line_, static_cast<std::size_t>(length));
    return true;
  }

  Language language_;
  bool prompts_;
  char* line_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace

std::unique_ptr<Editor> open_plain_editor(Language language) {
  return std::make_unique<PlainEditor>(std::move(language));
}

std::unique_ptr<Editor> open_editor(Language language) {
  const bool can_edit = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !is_dumb_terminal();
  return can_edit ? open_line_editor(std::move(language)) : open_plain_editor(std::move(language));
}

}  // namespace nilgrad::interpreter
