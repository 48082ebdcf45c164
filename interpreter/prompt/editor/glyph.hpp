#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::interpreter {

/// What fills some columns of a terminal: a character with its accents, "^A", "\xff", or an escape sequence (no
/// column).
struct Glyph {
  std::string bytes;
  int width = 0;
  bool operator==(const Glyph&) const = default;
};

/// Takes the next character off `text`, which is not empty and may hold any bytes. A tab is as wide as it is at
/// `column`.
Glyph take_glyph(std::string_view& text, int column);

/// How many columns a line of text fills, with all that is not plain in it.
int columns_shown(std::string_view text);

}  // namespace nilgrad::interpreter
