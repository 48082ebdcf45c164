#pragma once
#include <cstdint>
#include <string>
#include <string_view>

// What the tokenizer knows of Unicode 14: unicode_tables.hpp, made by unicode_tables.py.
namespace nilgrad::transformer {

/// \p{L}, \p{N} and White_Space; marks, punctuation, symbols, controls, unassigned and malformed are other.
enum class CharacterClass : std::uint8_t { other, letter, number, space };

CharacterClass class_of(char32_t code);

/// The canonical composition (NFC) of a text; what is malformed stays as it is and composes with nothing.
std::string composed(std::string_view text);

/// composed(text) == text, seen without composing: false may be said of a text that would stay the same.
bool surely_composed(std::string_view text);

}  // namespace nilgrad::transformer
