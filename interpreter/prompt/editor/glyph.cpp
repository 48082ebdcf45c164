#include "interpreter/prompt/editor/glyph.hpp"

#include <fmt/format.h>

#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

constexpr int tab_width = 8;

/// Bytes of the character that can be shown and begins the text; 0 when none does. U+0080 to U+009F are controls.
std::size_t visible_length(std::string_view text) {
  const bool is_control = text.starts_with('\xC2') && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0;
  return is_control ? 0 : character_length(text);
}

/// Accents and the like, which stand on the character before them.
void take_marks(std::string_view& text, std::string& bytes) {
  constexpr std::size_t limit = 32;  // bytes: nobody's language needs more
  while (!text.empty() && static_cast<unsigned char>(text[0]) >= 0x80 && bytes.size() < limit) {
    const std::size_t length = visible_length(text);
    if (length == 0 || columns_of(text.substr(0, length)) != 0) return;
    bytes += text.substr(0, length);
    text.remove_prefix(length);
  }
}

Glyph take_control(std::string_view& text, int column) {
  const char control = text[0];
  text.remove_prefix(1);
  if (control != '\t') return {{'^', static_cast<char>(control ^ 0x40)}, 2};
  const int width = tab_width - column % tab_width;
  return {std::string(static_cast<std::size_t>(width), ' '), width};
}

}  // namespace

Glyph take_glyph(std::string_view& text, int column) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x20 || first == 0x7f) return take_control(text, column);
  const std::size_t length = visible_length(text);
  if (length == 0) {
    text.remove_prefix(1);
    return {fmt::format("\\x{:02x}", first), 4};
  }
  Glyph glyph{std::string(text.substr(0, length)), static_cast<int>(columns_of(text.substr(0, length)))};
  text.remove_prefix(length);
  if (glyph.width == 0) glyph = {" " + glyph.bytes, 1};  // an accent with nothing below it
  take_marks(text, glyph.bytes);
  return glyph;
}

int columns_shown(std::string_view text) {
  int columns = 0;
  while (!text.empty()) columns += take_glyph(text, columns).width;
  return columns;
}

}  // namespace nilgrad::interpreter
