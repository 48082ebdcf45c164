#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// How texts are cut into words before pairs are merged: each regular expression that tokenizer files contain, written
// out by hand. Every one of them matches everywhere, so the words are the text again.
namespace nilgrad::transformer {

enum class Pattern : std::uint8_t {
  gpt2,        ///< 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
  llama3,      ///< any case of 's…, [^\r\n\p{L}\p{N}]?\p{L}+, \p{N}{1,3}, line ends with what is before them
  qwen2,       ///< as llama3, but \p{N}
  digits,      ///< numbers apart from all else
  each_digit,  ///< each number character apart from all else
};

/// The pattern of a regular expression in a tokenizer file; nothing for an unknown one.
std::optional<Pattern> pattern_of(std::string_view expression);
std::string_view name_of(Pattern pattern);

/// Where the word that begins at text[begin] ends.
std::size_t word_end(Pattern pattern, std::string_view text, std::size_t begin);

/// take(word) for each word that the patterns, one after another, cut the text into.
template <class Take>
void for_each_word(std::span<const Pattern> patterns, std::string_view text, Take&& take) {
  if (patterns.empty()) return take(text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = word_end(patterns.front(), text, begin);
    for_each_word(patterns.subspan(1), text.substr(begin, end - begin), take);
    begin = end;
  }
}

}  // namespace nilgrad::transformer
