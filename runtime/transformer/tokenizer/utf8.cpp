#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {
namespace {

/// Table 3-7 of the Unicode Standard: how many bytes follow a lead byte, and where the first of them lies.
struct Lead {
  unsigned following;
  unsigned char low = 0x80, high = 0xBF;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {1};
  if (byte == 0xE0) return {2, 0xA0, 0xBF};
  if (byte == 0xED) return {2, 0x80, 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {2};
  if (byte == 0xF0) return {3, 0x90, 0xBF};
  if (byte == 0xF4) return {3, 0x80, 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {3};
  return {0};
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  const Lead lead = lead_of(first);
  if (lead.following == 0) return {malformed, 1};
  char32_t code = first & (0x3Fu >> lead.following);
  for (unsigned i = 1; i <= lead.following; ++i) {
    if (at + i >= text.size()) return {malformed, i};
    const auto byte = static_cast<unsigned char>(text[at + i]);
    if (byte < (i == 1 ? lead.low : 0x80) || byte > (i == 1 ? lead.high : 0xBF)) return {malformed, i};
    code = code << 6 | (byte & 0x3Fu);
  }
  return {code, lead.following + 1};
}

void append_utf8(std::string& text, char32_t code) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

std::string well_formed(std::string text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Character next = character_at(text, at);
    if (next.code == malformed) break;
    at += next.length;
  }
  if (at == text.size()) return text;
  std::string result = text.substr(0, at);
  while (at < text.size()) {
    const Character next = character_at(text, at);
    if (next.code == malformed)
      result += "\uFFFD";
    else
      result.append(text, at, next.length);
    at += next.length;
  }
  return result;
}

}  // namespace nilgrad::transformer
