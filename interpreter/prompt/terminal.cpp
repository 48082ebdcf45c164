#include "interpreter/prompt/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace nilgrad::interpreter {
namespace {

bool wants_colours(int file_descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  return !(no_color && *no_color) && !is_dumb_terminal() && isatty(file_descriptor);
}

std::string_view sequence(Colour colour) {
  switch (colour) {
    case Colour::error:
      return "\033[31m";
    case Colour::faint:
      return "\033[2m";
    case Colour::prompt:
      return "\033[1m";
  }
  return "";
}

}  // namespace

bool is_dumb_terminal() {
  const char* term = std::getenv("TERM");
  return !term || !*term || std::string_view(term) == "dumb";
}

TerminalSize terminal_size(int file_descriptor) {
  winsize size{};
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

std::string_view begin_colour(Colour colour, int file_descriptor) {
  return wants_colours(file_descriptor) ? sequence(colour) : "";
}

std::string_view end_colour(int file_descriptor) { return wants_colours(file_descriptor) ? "\033[0m" : ""; }

std::string coloured(Colour colour, std::string_view text, int file_descriptor) {
  return std::string(begin_colour(colour, file_descriptor)).append(text).append(end_colour(file_descriptor));
}

}  // namespace nilgrad::interpreter
