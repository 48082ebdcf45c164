#include "interpreter/prompt/width.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>

namespace nilgrad::interpreter {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

char32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return lead;
  char32_t code = lead & (0x7F >> character.size());
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
  return code;
}

struct Range {
  char32_t first, last;
};

/// Marks that stand on the character before them, and what joins characters.
constexpr std::array<Range, 12> without_width = {{{0x0300, 0x036F},
                                                  {0x0483, 0x0489},
                                                  {0x0591, 0x05BD},
                                                  {0x064B, 0x065F},
                                                  {0x1AB0, 0x1AFF},
                                                  {0x1DC0, 0x1DFF},
                                                  {0x200B, 0x200F},
                                                  {0x2060, 0x2064},
                                                  {0x20D0, 0x20F0},
                                                  {0xFE00, 0xFE0F},
                                                  {0xFE20, 0xFE2F},
                                                  {0xFEFF, 0xFEFF}}};
/// East Asian wide ones and pictures.
constexpr std::array<Range, 14> two_wide = {{{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0x33FF},
                                             {0x3400, 0x4DBF},
                                             {0x4E00, 0x9FFF},
                                             {0xA000, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0xFFE0, 0xFFE6},
                                             {0x1F300, 0x1F64F},
                                             {0x1F680, 0x1F9FF},
                                             {0x20000, 0x3FFFD}}};

bool is_within(char32_t code, std::span<const Range> ranges) {
  return std::ranges::any_of(ranges, [&](const Range& range) { return range.first <= code && code <= range.last; });
}

std::size_t columns_of_character(std::string_view character) {
  const char32_t code = code_point(character);
  return code < 0x300 ? 1 : is_within(code, without_width) ? 0 : is_within(code, two_wide) ? 2 : 1;
}

}  // namespace

std::size_t output_columns() {
  winsize room{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &room) == 0 && room.ws_col > 0) return room.ws_col;
  const char* stated = std::getenv("COLUMNS");
  const int columns = stated ? std::atoi(stated) : 0;
  return columns > 0 ? static_cast<std::size_t>(columns) : 80;
}

std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length > text.size()) return 0;
  return length == 0 || std::ranges::all_of(text.substr(1, length - 1), continues_character) ? length : 0;
}

std::size_t next_character(std::string_view text, std::size_t from) {
  return from + std::max<std::size_t>(character_length(text.substr(from)), 1);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0, next = 0; i < text.size(); i = next) {
    next = next_character(text, i);
    columns += columns_of_character(text.substr(i, next - i));
  }
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  std::size_t used = 0, kept = 0;  // kept: bytes that leave room for the dots
  for (std::size_t i = 0, next = 0; i < text.size(); i = next) {
    next = next_character(text, i);
    used += columns_of_character(text.substr(i, next - i));
    if (used > columns) return std::string(text.substr(0, kept)) + "…";
    if (used < columns) kept = next;
  }
  return std::string(text);
}

}  // namespace nilgrad::interpreter
