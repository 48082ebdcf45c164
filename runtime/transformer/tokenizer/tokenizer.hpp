#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/stop_token.hpp"

namespace nilgrad::transformer {

struct TokenizerDefinition;

struct EncodeOptions {
  bool specials = true;  ///< the texts of special tokens inside the text are those tokens; otherwise plain text
  /// Unset: the tokens that the folder's files say (OPT: </s>, Llama-3: <|begin_of_text|>); empty: none.
  std::optional<std::vector<std::int32_t>> prepend = {};
  StopToken stop = {};
};

struct DecodeOptions {
  bool skip_specials = false;
  bool keep_malformed = false;  ///< bytes that are not UTF-8 stay as they are, instead of U+FFFD for each maximal piece
};

/// Byte-level byte-pair encoding as GPT-2, OPT, Llama-3, Qwen2 and SmolLM use it. Immutable: any number of threads may
/// encode at once. Every text can be encoded; bytes that are not UTF-8 are encoded as they are, each malformed piece
/// standing where the pattern sees neither letter, number nor space.
class Tokenizer {
 public:
  /// From tokenizer.json where the folder has one, otherwise from vocab.json and merges.txt with what
  /// tokenizer_config.json, special_tokens_map.json and added_tokens.json add to them. Throws Error(file) naming the
  /// file and the field, token or line.
  static std::shared_ptr<const Tokenizer> load(const std::filesystem::path& folder);
  /// Whether load would find files there: a model may come without.
  static bool present(const std::filesystem::path& folder);

  /// What the files say, already checked.
  explicit Tokenizer(TokenizerDefinition definition);
  ~Tokenizer();

  std::vector<std::int32_t> encode(std::string_view text, const EncodeOptions& options = {}) const;
  /// Throws Error(option) for an id without a token.
  std::string decode(std::span<const std::int32_t> ids, const DecodeOptions& options = {}) const;

  /// The largest id + 1.
  std::size_t size() const;
  std::optional<std::int32_t> id(std::string_view token) const;
  /// What encode puts before every text unless told otherwise.
  std::span<const std::int32_t> prepended() const;
  /// One line: the pattern, how many tokens, how many of them special.
  std::string description() const;
  /// The files it was read from, for a copy of the folder.
  const std::vector<std::filesystem::path>& files() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace nilgrad::transformer
