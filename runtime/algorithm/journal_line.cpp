#include "runtime/algorithm/journal_line.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <bit>

namespace nilgrad::journal_line {

std::uint32_t checksum(std::string_view payload, std::uint32_t seed) {
  return static_cast<std::uint32_t>(crc32_z(seed, reinterpret_cast<const Bytef*>(payload.data()), payload.size()));
}

void append(std::string& lines, std::string_view payload, std::uint32_t seed) {
  append_hex(lines, checksum(payload, seed), sum_digits);
  lines += ' ';
  lines += payload;
  lines += '\n';
}

void append_hex(std::string& text, std::uint64_t bits, std::size_t digits) {
  for (std::size_t i = digits; i-- > 0;) text += "0123456789abcdef"[bits >> (4 * i) & 15];
}

void append_number(std::string& text, double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  const std::size_t zeros = bits == 0 ? number_digits - 1 : static_cast<std::size_t>(std::countr_zero(bits)) / 4;
  append_hex(text, bits >> (4 * zeros), number_digits - zeros);
}

std::optional<double> number(std::string_view text) {
  if (text.empty() || text.size() > number_digits) return {};
  const auto bits = hex(text, text.size());
  return bits ? std::optional(std::bit_cast<double>(*bits << 4 * (number_digits - text.size()))) : std::nullopt;
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

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

std::uint32_t seed_at(std::int64_t evaluation, std::uint32_t seed) {
  const fmt::format_int text(evaluation);
  return checksum({text.data(), text.size()}, seed);
}

std::optional<std::string_view> payload(std::string_view line, std::uint32_t seed) {
  if (line.size() <= sum_digits || line[sum_digits] != ' ') return {};
  const auto sum = hex(line.substr(0, sum_digits), sum_digits);
  line.remove_prefix(sum_digits + 1);
  if (!sum || *sum != checksum(line, seed)) return {};
  return line;
}

}  // namespace nilgrad::journal_line
