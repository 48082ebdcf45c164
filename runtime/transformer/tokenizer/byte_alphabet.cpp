#include "runtime/transformer/tokenizer/byte_alphabet.hpp"

#include <array>

#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {
namespace {

constexpr char32_t last_letter = 0x143;
constexpr int no_byte = -1;

constexpr bool stands_for_itself(unsigned byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xFF && byte != 0xAD);
}

constexpr std::array<char32_t, 256> letters = [] {
  std::array<char32_t, 256> table{};
  char32_t next = 0x100;
  for (unsigned byte = 0; byte < 256; ++byte) table[byte] = stands_for_itself(byte) ? byte : next++;
  return table;
}();

constexpr std::array<int, last_letter + 1> bytes = [] {
  std::array<int, last_letter + 1> table{};
  for (int& byte : table) byte = no_byte;
  for (unsigned byte = 0; byte < 256; ++byte) table[letters[byte]] = static_cast<int>(byte);
  return table;
}();

}  // namespace

std::optional<std::string> bytes_of_token(std::string_view token) {
  std::string result;
  for (std::size_t at = 0; at < token.size();) {
    const Character next = character_at(token, at);
    if (next.code > last_letter || bytes[next.code] == no_byte) return std::nullopt;
    result.push_back(static_cast<char>(bytes[next.code]));
    at += next.length;
  }
  return result;
}

std::string token_of_bytes(std::string_view text) {
  std::string token;
  for (const char byte : text) append_utf8(token, letters[static_cast<unsigned char>(byte)]);
  return token;
}

}  // namespace nilgrad::transformer
