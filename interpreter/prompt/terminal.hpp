#pragma once
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// TERM is unset or "dumb": no cursor to move, no colours.
bool is_dumb_terminal();

struct TerminalSize {
  int columns, rows;
  bool operator==(const TerminalSize&) const = default;
};
/// Of the terminal behind the file descriptor, as it is now; 80 × 24 where there is none.
TerminalSize terminal_size(int file_descriptor);

enum class Colour { error, faint, prompt };

/// The escape sequence that begins a colour, or nothing where colours are not wanted: NO_COLOR is set, the file
/// descriptor is no terminal or the terminal is dumb.
std::string_view begin_colour(Colour colour, int file_descriptor);
std::string_view end_colour(int file_descriptor);

/// `text` between the two.
std::string coloured(Colour colour, std::string_view text, int file_descriptor);

}  // namespace nilgrad::interpreter
