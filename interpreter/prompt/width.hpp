#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// Columns of standard output: of the terminal as it is now; else the environment's COLUMNS; else 80.
std::size_t output_columns();

/// Bytes of the UTF-8 character that begins the text, which is not empty; 0 when none does.
std::size_t character_length(std::string_view text);

/// Where the character after the one at byte `from` begins; of what is not UTF-8, the next byte.
std::size_t next_character(std::string_view text, std::size_t from);

/// How many columns a terminal takes for a line of UTF-8 text.
std::size_t columns_of(std::string_view text);

/// The text where it fits into `columns`, else its beginning with "…".
std::string fitted(std::string_view text, std::size_t columns);

}  // namespace nilgrad::interpreter
