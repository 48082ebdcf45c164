#include "runtime/algorithm/journal_line.hpp"

#include <zlib.h>

namespace nilgrad::journal_line {

std::uint32_t checksum(std::string_view payload, std::uint32_t seed) {
  return static_cast<std::uint32_t>(crc32_z(seed, reinterpret_cast<const Bytef*>(payload.data()), payload.size()));
}

void append_hex(std::string& text, std::uint64_t bits, std::size_t digits) {
  for (std::size_t i = digits; i-- > 0;) text += "0123456789abcdef"[bits >> (4 * i) & 15];
}

std::optional<std::uint64_t> hex(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return {};
  std::uint64_t bits = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return {};
    bits = bits << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return bits;
}

std::optional<std::string_view> payload(std::string_view line, std::uint32_t seed) {
  if (line.size() <= sum_digits || line[sum_digits] != ' ') return {};
  const auto sum = hex(line.substr(0, sum_digits), sum_digits);
  line.remove_prefix(sum_digits + 1);
  if (!sum || *sum != checksum(line, seed)) return {};
  return line;
}

}  // namespace nilgrad::journal_line
