#include "interpreter/prompt/editor.hpp"

// In a build without an editor's library.
namespace nilgrad::interpreter {

std::unique_ptr<Editor> open_line_editor(Language language) { return open_plain_editor(std::move(language)); }

std::string editor_name() { return "none: lines of standard input"; }

}  // namespace nilgrad::interpreter
