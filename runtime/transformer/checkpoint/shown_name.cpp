#include "runtime/transformer/checkpoint/shown_name.hpp"

#include <fmt/format.h>

namespace nilgrad::transformer {

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 100;
  std::string text = "\"";
  for (const char c : name.substr(0, longest)) {
    const auto byte = static_cast<unsigned char>(c);
    byte < 0x20 || byte == 0x7f ? text += fmt::format("\\x{:02x}", byte) : text += c;
  }
  return text + (name.size() > longest ? "…\"" : "\"");
}

}  // namespace nilgrad::transformer
