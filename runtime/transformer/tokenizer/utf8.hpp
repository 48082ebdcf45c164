#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace nilgrad::transformer {

/// What stands at a place of a text: a character, or the maximal malformed piece (the longest beginning of a character,
/// else one byte), whose code point is `malformed`.
struct Character {
  char32_t code;
  std::size_t length;
};

inline constexpr char32_t malformed = 0xFFFFFFFF;

/// The character at text[at], at < text.size().
Character character_at(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t code);

/// The text with U+FFFD in place of each maximal malformed piece.
std::string well_formed(std::string text);

}  // namespace nilgrad::transformer
