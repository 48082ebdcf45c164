#include "runtime/transformer/tokenizer/unicode.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <vector>

#include "runtime/transformer/tokenizer/unicode_tables.hpp"
#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {
namespace {

/// The entry of the run that `code` lies in.
template <std::size_t n>
std::uint32_t run_of(const std::uint32_t (&runs)[n], char32_t code, unsigned bits) {
  return *std::prev(std::upper_bound(std::begin(runs), std::end(runs), code << bits | ((1u << bits) - 1)));
}

constexpr std::size_t near_codes = 0x3000;  // looked up rather than searched for

const std::array<std::uint8_t, near_codes>& near_properties() {
  static const auto table = [] {
    std::array<std::uint8_t, near_codes> properties{};
    for (char32_t code = 0; code < near_codes; ++code)
      properties[code] = static_cast<std::uint8_t>(run_of(character_runs, code, 3) & 7);
    return properties;
  }();
  return table;
}

unsigned properties_of(char32_t code) {
  if (code < near_codes) return near_properties()[code];
  return code == malformed ? 0 : run_of(character_runs, code, 3) & 7;
}

unsigned combining_class(char32_t code) { return run_of(combining_runs, code, 8) & 0xFF; }

// Hangul syllables compose by arithmetic (the Unicode Standard, 3.12).
constexpr char32_t syllables = 0xAC00, leads = 0x1100, vowels = 0x1161, trails = 0x11A7;
constexpr char32_t lead_count = 19, vowel_count = 21, trail_count = 28, block = vowel_count * trail_count;

void append_decomposed(std::vector<char32_t>& codes, char32_t code) {
  if (code - syllables < lead_count * block) {
    const char32_t index = code - syllables;
    codes.push_back(leads + index / block);
    codes.push_back(vowels + index % block / trail_count);
    if (index % trail_count != 0) codes.push_back(trails + index % trail_count);
    return;
  }
  const auto* entry = std::lower_bound(std::begin(decompositions), std::end(decompositions), code,
                                       [](const auto& row, char32_t wanted) { return row[0] >> 1 < wanted; });
  if (entry == std::end(decompositions) || (*entry)[0] >> 1 != code) return codes.push_back(code);
  append_decomposed(codes, (*entry)[1]);
  if ((*entry)[2] != 0) append_decomposed(codes, (*entry)[2]);
}

/// The primary composite of two characters, or 0.
char32_t composite(char32_t first, char32_t second) {
  if (first - leads < lead_count && second - vowels < vowel_count)
    return syllables + (first - leads) * block + (second - vowels) * trail_count;
  if (first - syllables < lead_count * block && (first - syllables) % trail_count == 0 &&
      second - trails - 1 < trail_count - 1)
    return first + (second - trails);
  static const auto pairs = [] {
    std::unordered_map<std::uint64_t, char32_t> made;
    for (const auto& [code, left, right] : decompositions)
      if (code & 1) made.emplace(std::uint64_t{left} << 32 | right, code >> 1);
    return made;
  }();
  const auto found = pairs.find(std::uint64_t{first} << 32 | second);
  return found == pairs.end() ? 0 : found->second;
}

/// Marks in the order of their classes, marks of one class in the order they came.
void order(std::vector<char32_t>& codes) {
  for (auto begin = codes.begin(); begin != codes.end();) {
    auto end = std::next(begin);
    if (combining_class(*begin) != 0) {
      while (end != codes.end() && combining_class(*end) != 0) ++end;
      std::stable_sort(begin, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    }
    begin = end;
  }
}

/// Composes in place: a character joins the last starter unless one of its class or above stands between.
void compose(std::vector<char32_t>& codes) {
  std::size_t starter = 0, size = 0;
  unsigned last = 256;  // the class before; above all: no starter yet
  for (const char32_t code : codes) {
    const unsigned now = combining_class(code);
    const bool adjacent = size == starter + 1 && last != 256;
    const char32_t joined =
        last != 256 && (adjacent || (last != 0 && last < now)) ? composite(codes[starter], code) : 0;
    if (joined != 0) {
      codes[starter] = joined;
      continue;
    }
    if (now == 0) starter = size;
    if (now == 0 || last != 256) last = now;
    codes[size++] = code;
  }
  codes.resize(size);
}

void append_composed(std::string& text, std::vector<char32_t>& codes) {
  order(codes);
  compose(codes);
  for (const char32_t code : codes) append_utf8(text, code);
  codes.clear();
}

}  // namespace

CharacterClass class_of(char32_t code) { return static_cast<CharacterClass>(properties_of(code) & 3); }

bool surely_composed(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Character next = character_at(text, at);
    if (properties_of(next.code) & 4) return false;
    at += next.length;
  }
  return true;
}

std::string composed(std::string_view text) {
  if (surely_composed(text)) return std::string(text);
  std::string result;
  std::vector<char32_t> codes;
  for (std::size_t at = 0; at < text.size();) {
    const Character next = character_at(text, at);
    if (next.code == malformed) {
      append_composed(result, codes);
      result.append(text, at, next.length);
    } else {
      append_decomposed(codes, next.code);
    }
    at += next.length;
  }
  append_composed(result, codes);
  return result;
}

}  // namespace nilgrad::transformer
