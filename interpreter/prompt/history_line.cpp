#include "interpreter/prompt/history_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string history_line(std::string_view unit) {
  std::string line;
  while (!unit.empty()) {
    const std::size_t length = character_length(unit);
    const char c = unit[0];
    if (c == '\n')
      line += "\\n";
    else if (c == '\\')
      line += "\\\\";
    else if (length == 0 || (is_control(c) && c != '\t'))
      line += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      line += unit.substr(0, length);
    unit.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return line += '\n';
}

std::string unit_of(std::string_view line) {
  std::string unit;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size();
    if (escaped) ++i;
    const char* const digits = line.data() + i + 1;
    unsigned char byte = 0;
    if (escaped && line[i] == 'x' && i + 2 < line.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      unit += static_cast<char>(byte);
      i += 2;
    } else {
      unit += escaped && line[i] == 'n' ? '\n' : line[i];
    }
  }
  return unit;
}

bool is_history_line(std::string_view line) {
  while (!line.empty()) {
    const std::size_t length = character_length(line);
    if (length == 0 || (is_control(line[0]) && line[0] != '\t')) return false;
    line.remove_prefix(length);
  }
  return true;
}

}  // namespace nilgrad::interpreter
