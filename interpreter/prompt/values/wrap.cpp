#include "interpreter/prompt/values/wrap.hpp"

#include <algorithm>

#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

/// Where the text of a line begins, in columns: "  name      words" → 12.
std::size_t hanging_indent(std::string_view line, std::size_t columns) {
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t gap = line.find("  ", first);
  const std::size_t words = gap == std::string_view::npos ? gap : line.find_first_not_of(' ', gap);
  const std::size_t indent = words == std::string_view::npos ? first : columns_of(line.substr(0, words));
  return indent <= columns / 2 ? indent : std::min(first + 2, columns / 2);
}

/// The bytes of a line up to the last blank before column `room`, or up to the first blank where none is.
std::size_t beginning(std::string_view line, std::size_t room) {
  std::size_t found = line.size();
  const std::size_t first = line.find_first_not_of(' ');
  for (std::size_t blank = line.find(' ', first); blank != std::string_view::npos; blank = line.find(' ', blank + 1)) {
    const bool fits = columns_of(line.substr(0, blank)) <= room;
    if (fits || found == line.size()) found = blank;
    if (!fits) break;
  }
  return found;
}

void append_wrapped(std::string& out, std::string_view line, std::size_t columns) {
  const std::size_t indent = hanging_indent(line, columns);
  for (std::size_t room = columns; columns_of(line) > room; room = columns - indent) {
    const std::size_t end = beginning(line, room);
    if (end == line.size()) break;
    out.append(line.substr(0, end)).append("\n").append(indent, ' ');
    line.remove_prefix(std::min(line.find_first_not_of(' ', end), line.size()));
  }
  out.append(line);
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t columns) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    append_wrapped(out, text.substr(0, end), std::max<std::size_t>(columns, 20));
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace nilgrad::interpreter
