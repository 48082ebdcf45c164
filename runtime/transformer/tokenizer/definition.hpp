#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/transformer/tokenizer/added_tokens.hpp"
#include "runtime/transformer/tokenizer/merges.hpp"
#include "runtime/transformer/tokenizer/splitter.hpp"

namespace nilgrad::transformer {

/// Tokens by id as files spell them ("Ġthe"), each once. Ids may leave holes.
class Vocabulary {
 public:
  /// No vocabulary in use comes near; a file with a larger id is not believed.
  static constexpr std::int64_t most_ids = std::int64_t{1} << 20;

  /// Throws Error(file), beginning with `place`, for an id out of range, a token that has another id, or an id that has
  /// another token. The same token with the same id again is no fault.
  void add(const std::string& token, std::int64_t id, const std::string& place);

  std::int32_t find(const std::string& token) const;  ///< −1 for none
  const std::vector<std::string>& tokens() const { return tokens_; }
  bool has(std::size_t id) const { return id < present_.size() && present_[id]; }
  std::size_t count() const { return ids_.size(); }

 private:
  std::vector<std::string> tokens_;
  std::vector<bool> present_;
  std::unordered_map<std::string, std::int32_t> ids_;
};

/// What the files of a folder say, whichever form they have.
struct TokenizerDefinition {
  Vocabulary vocabulary;
  std::vector<Merges::Merge> merges;
  std::vector<AddedToken> added;
  std::vector<Pattern> patterns;
  std::vector<std::int32_t> prepended;
  std::int32_t unknown = -1;      ///< for a byte that has no token; −1: it is left out, as by Hugging Face's library
  bool add_prefix_space = false;  ///< a text that does not begin with a space is given one
  bool compose = false;           ///< NFC first
  bool whole_words = false;       ///< a word that is a token is that token, whatever the merges make of it
  std::vector<std::filesystem::path> files;
};

/// A merge of two tokens by their spelling; throws Error(file), beginning with what place() gives, when one of them or
/// the result is no token.
Merges::Merge merge_of(const Vocabulary& vocabulary, const std::string& left, const std::string& right,
                       const std::function<std::string()>& place);

TokenizerDefinition read_tokenizer_json(const std::filesystem::path& folder);
TokenizerDefinition read_vocab_and_merges(const std::filesystem::path& folder);

}  // namespace nilgrad::transformer
