#include "runtime/transformer/tokenizer/added_tokens.hpp"

#include "runtime/transformer/tokenizer/unicode.hpp"
#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {

AddedTokens::AddedTokens(const std::vector<AddedToken>& tokens) : tokens_(tokens), nodes_(1) {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].text.empty()) continue;
    starts_[static_cast<unsigned char>(tokens_[i].text.front())] = true;
    std::size_t node = 0;
    for (const char byte : tokens_[i].text) {
      const auto [child, made] = nodes_[node].next.emplace(byte, nodes_.size());
      node = child->second;
      if (made) nodes_.emplace_back();
    }
    nodes_[node].token = static_cast<int>(i);
  }
}

AddedTokens::Match AddedTokens::match_at(std::string_view text, std::size_t at) const {
  Match longest;
  std::size_t node = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const auto child = nodes_[node].next.find(text[i]);
    if (child == nodes_[node].next.end()) break;
    node = child->second;
    if (nodes_[node].token >= 0) longest = {&tokens_[static_cast<std::size_t>(nodes_[node].token)], i + 1 - at};
  }
  return longest;
}

/// [left, right) with the spaces that the token takes, those before `floor` belonging to the token before.
std::pair<std::size_t, std::size_t> AddedTokens::with_spaces(const AddedToken& token, std::string_view text,
                                                             std::size_t floor, std::size_t left, std::size_t right) {
  const auto is_space = [&](const Character& c) { return class_of(c.code) == CharacterClass::space; };
  while (token.takes_left && left > floor) {
    std::size_t before = left - 1;
    while (before > floor && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
    const Character last = character_at(text, before);
    if (before + last.length != left || !is_space(last)) break;
    left = before;
  }
  while (token.takes_right && right < text.size()) {
    const Character first = character_at(text, right);
    if (!is_space(first)) break;
    right += first.length;
  }
  return {left, right};
}

}  // namespace nilgrad::transformer
