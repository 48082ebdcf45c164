#include "interpreter/prompt/values/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "interpreter/prompt/width.hpp"

namespace nilgrad::interpreter {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// At most `limit` bytes, cut between characters.
std::string_view beginning(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && continues_character(text[limit])) --limit;
  return text.substr(0, limit);
}

std::string with_length(std::string shown, std::size_t whole, std::size_t limit) {
  return whole > limit ? fmt::format("{}… ({} bytes)", shown, whole) : shown;
}

}  // namespace

std::string shortened(std::string_view text, std::size_t limit) {
  return with_length(std::string(beginning(text, limit)), text.size(), limit);
}

std::string quoted(std::string_view text, std::size_t limit) {
  std::string out = "\"";
  for (std::string_view rest = beginning(text, limit); !rest.empty();) {
    const char c = rest[0];
    const std::size_t length = character_length(rest);
    if (c == '"' || c == '\\')
      out.append({'\\', c});
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (length == 0 || (length == 1 && std::iscntrl(c)))
      out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
    else
      out += rest.substr(0, length);
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return with_length(out + '"', text.size(), limit);
}

}  // namespace nilgrad::interpreter
