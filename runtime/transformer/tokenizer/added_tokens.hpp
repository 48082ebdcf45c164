#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad::transformer {

/// A token that is recognised in a text before anything else is done to it.
struct AddedToken {
  std::string text;
  std::int32_t id = -1;
  bool special = true;      ///< plain text where specials are not wanted, and left out of decoded texts on request
  bool takes_left = false;  ///< the spaces before it are part of it (lstrip)
  bool takes_right = false;
  bool normalized = false;  ///< looked for in the normalized text
};

/// Finds such tokens: leftmost first, the longest of those at one place.
class AddedTokens {
 public:
  explicit AddedTokens(const std::vector<AddedToken>& tokens);

  bool empty() const { return nodes_.size() == 1; }

  /// plain(text) for what lies between the tokens, never empty, and found(id) for each token, in order.
  template <class Plain, class Found>
  void split(std::string_view text, bool specials, Plain&& plain, Found&& found) const {
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();) {
      const Match match = starts_[static_cast<unsigned char>(text[at])] ? match_at(text, at) : Match{};
      if (!match.token) {
        ++at;
        continue;
      }
      const std::size_t after = at + match.length;
      at = after;
      if (match.token->special && !specials) continue;
      const auto [left, right] = with_spaces(*match.token, text, begin, after - match.length, after);
      if (left > begin) plain(text.substr(begin, left - begin));
      found(match.token->id);
      begin = at = right;
    }
    if (begin < text.size()) plain(text.substr(begin));
  }

 private:
  struct Node {
    std::map<char, std::size_t> next;
    int token = -1;
  };
  struct Match {
    const AddedToken* token = nullptr;
    std::size_t length = 0;
  };

  Match match_at(std::string_view text, std::size_t at) const;
  static std::pair<std::size_t, std::size_t> with_spaces(const AddedToken& token, std::string_view text,
                                                         std::size_t floor, std::size_t left, std::size_t right);

  std::vector<AddedToken> tokens_;
  std::vector<Node> nodes_;  // a trie of the tokens' bytes, its root first
  std::array<bool, 256> starts_{};
};

}  // namespace nilgrad::transformer
