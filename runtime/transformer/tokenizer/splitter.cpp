#include "runtime/transformer/tokenizer/splitter.hpp"

#include <array>
#include <utility>

#include "runtime/transformer/tokenizer/unicode.hpp"
#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::array<std::pair<std::string_view, Pattern>, 3> expressions{{
    {R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", Pattern::gpt2},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     Pattern::llama3},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     Pattern::qwen2},
}};

/// A place in a text and what stands there; at the end, a class that no character has.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) { look(); }

  std::size_t at() const { return at_; }
  bool done() const { return at_ == text_.size(); }
  bool is(CharacterClass wanted) const { return !done() && class_ == wanted; }
  bool is(char32_t wanted) const { return !done() && here_.code == wanted; }
  bool is_line_end() const { return is(U'\n') || is(U'\r'); }

  void advance() {
    at_ += here_.length;
    look();
  }
  /// Over characters of this class, `most` of them at most.
  void skip(CharacterClass wanted, std::size_t most = SIZE_MAX) {
    for (std::size_t n = 0; n < most && is(wanted); ++n) advance();
  }
  Cursor next() const {
    Cursor after = *this;
    after.advance();
    return after;
  }

 private:
  void look() {
    if (done()) return;
    here_ = character_at(text_, at_);
    class_ = class_of(here_.code);
  }

  std::string_view text_;
  std::size_t at_;
  Character here_{};
  CharacterClass class_{};
};

/// How many bytes of 's, 't, 're, 've, 'm, 'll or 'd begin at text[at]; 0 for none.
std::size_t contraction(std::string_view text, std::size_t at, bool any_case) {
  if (text[at] != '\'') return 0;
  const std::string_view rest = text.substr(at + 1, 2);
  const auto letter = [&](std::size_t i) {
    if (i >= rest.size()) return '\0';
    return any_case && rest[i] >= 'A' && rest[i] <= 'Z' ? static_cast<char>(rest[i] - 'A' + 'a') : rest[i];
  };
  const char first = letter(0), second = letter(1);
  if (first == 's' || first == 't' || first == 'm' || first == 'd') return 2;
  if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l')) return 3;
  return any_case && rest == "\u017F" ? 3 : 0;  // ſ, the long s, is an s of another case
}

/// \s+(?!\S)|\s+ from `begin`: the spaces to the end of the text, else all but the last, else that one.
std::size_t spaces_end(Cursor cursor) {
  const std::size_t begin = cursor.at();
  std::size_t last = begin;
  for (; cursor.is(CharacterClass::space); cursor.advance()) last = cursor.at();
  return cursor.done() || last == begin ? cursor.at() : last;
}

/// ` ?` and a run of one class, when it is there.
std::size_t gpt2_end(std::string_view text, std::size_t begin) {
  if (const std::size_t length = contraction(text, begin, false)) return begin + length;
  Cursor cursor(text, begin);
  if (cursor.is(U' ')) {
    const Cursor after = cursor.next();
    if (!after.done() && !after.is(CharacterClass::space)) cursor = after;
  }
  for (const auto kind : {CharacterClass::letter, CharacterClass::number, CharacterClass::other})
    if (cursor.is(kind)) {
      cursor.skip(kind);
      return cursor.at();
    }
  return spaces_end(cursor);
}

/// \s*[\r\n]+: up to the last line end among the spaces; 0 when there is none.
std::size_t lines_end(Cursor cursor) {
  std::size_t end = 0;
  while (cursor.is(CharacterClass::space)) {
    const bool line_end = cursor.is_line_end();
    cursor.advance();
    if (line_end) end = cursor.at();
  }
  return end;
}

std::size_t llama3_end(std::string_view text, std::size_t begin, std::size_t most_numbers) {
  if (const std::size_t length = contraction(text, begin, true)) return begin + length;
  Cursor cursor(text, begin);
  if (cursor.is(CharacterClass::number)) {
    cursor.skip(CharacterClass::number, most_numbers);
    return cursor.at();
  }
  const Cursor after = cursor.next();
  if (cursor.is(CharacterClass::letter) || (!cursor.is_line_end() && after.is(CharacterClass::letter))) {
    cursor.advance();
    cursor.skip(CharacterClass::letter);
    return cursor.at();
  }
  if (cursor.is(CharacterClass::other) || (cursor.is(U' ') && after.is(CharacterClass::other))) {
    cursor.advance();
    cursor.skip(CharacterClass::other);
    while (cursor.is_line_end()) cursor.advance();
    return cursor.at();
  }
  const std::size_t lines = lines_end(cursor);
  return lines != 0 ? lines : spaces_end(cursor);
}

std::size_t numbers_apart_end(std::string_view text, std::size_t begin, std::size_t most_numbers) {
  Cursor cursor(text, begin);
  if (cursor.is(CharacterClass::number)) {
    cursor.skip(CharacterClass::number, most_numbers);
    return cursor.at();
  }
  while (!cursor.done() && !cursor.is(CharacterClass::number)) cursor.advance();
  return cursor.at();
}

}  // namespace

std::optional<Pattern> pattern_of(std::string_view expression) {
  for (const auto& [text, pattern] : expressions)
    if (text == expression) return pattern;
  return std::nullopt;
}

std::string_view name_of(Pattern pattern) {
  constexpr std::array<std::string_view, 5> names{"gpt2", "llama3", "qwen2", "digits", "each_digit"};
  return names[static_cast<std::size_t>(pattern)];
}

std::size_t word_end(Pattern pattern, std::string_view text, std::size_t begin) {
  constexpr std::size_t any = SIZE_MAX;
  switch (pattern) {
    case Pattern::gpt2:
      return gpt2_end(text, begin);
    case Pattern::llama3:
      return llama3_end(text, begin, 3);
    case Pattern::qwen2:
      return llama3_end(text, begin, 1);
    case Pattern::digits:
      return numbers_apart_end(text, begin, any);
    case Pattern::each_digit:
      return numbers_apart_end(text, begin, 1);
  }
  return text.size();
}

}  // namespace nilgrad::transformer
