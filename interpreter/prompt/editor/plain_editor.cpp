#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "interpreter/interrupt.hpp"
#include "interpreter/prompt/editor.hpp"
#include "interpreter/prompt/open_blocks.hpp"
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
    OpenBlocks blocks;
    std::size_t parsed = 0;  // bytes that the language was last asked about
    do {
      if (prompts_) std::fputs(language_.prompt(!unit.empty()).c_str(), stdout);
      std::fflush(stdout);
      if (!append_line(unit)) break;
      blocks.add_line(unit);
    } while (goes_on(unit, blocks.any(), parsed));
    if (interrupted()) {
      if (prompts_) std::fputs("\n", stdout);
      return Reading::interrupted;
    }
    return unit.empty() && std::feof(stdin) ? Reading::end : Reading::unit;
  }

 private:
  /// A long unit with something open is parsed, for its mistakes, only when it has grown by an eighth since.
  bool goes_on(const std::string& unit, bool open, std::size_t& parsed) const {
    constexpr std::size_t long_unit = 1 << 14;  // bytes
    if (open && unit.size() > long_unit && unit.size() < parsed + parsed / 8) return true;
    parsed = unit.size();
    return language_.incomplete(unit);
  }

  /// From stdio's buffer, which io.read shares: that one was interrupted or saw the end of its input does not count
  /// here.
  bool append_line(std::string& unit) {
    std::clearerr(stdin);
    const ssize_t length = getline(&line_, &capacity_, stdin);
    if (length < 0) return false;
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
