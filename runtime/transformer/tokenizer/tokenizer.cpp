#include "runtime/transformer/tokenizer/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "runtime/error.hpp"
#include "runtime/transformer/tokenizer/byte_alphabet.hpp"
#include "runtime/transformer/tokenizer/definition.hpp"
#include "runtime/transformer/tokenizer/unicode.hpp"
#include "runtime/transformer/tokenizer/utf8.hpp"

namespace nilgrad::transformer {
namespace {

constexpr std::int32_t no_token = -1;

std::vector<AddedToken> chosen(const std::vector<AddedToken>& tokens, bool normalized, bool compose) {
  std::vector<AddedToken> result;
  for (AddedToken token : tokens) {
    if (token.normalized != normalized) continue;
    if (normalized && compose) token.text = composed(token.text);
    result.push_back(std::move(token));
  }
  return result;
}

}  // namespace

struct Tokenizer::Parts {
  explicit Parts(TokenizerDefinition given);

  void append_words(std::string_view text, std::vector<std::int32_t>& ids, StopToken stop) const;
  void append_word(std::string_view word, std::vector<std::int32_t>& ids) const;
  std::vector<std::int32_t> bytes_of(std::string_view word) const;

  TokenizerDefinition definition;
  Merges merges;
  AddedTokens added;               // looked for in the text as it is,
  AddedTokens normalized;          // and in the normalized text
  std::vector<std::string> texts;  // of each id: bytes, not the files' spelling
  std::vector<bool> special;       // of each id
  std::array<std::int32_t, 256> byte_tokens{};
  std::unordered_map<std::string_view, std::int32_t> whole;  // words that are one token; views into texts
  std::size_t missing_bytes = 0;
};

Tokenizer::Parts::Parts(TokenizerDefinition given)
    : definition(std::move(given)),
      merges(definition.merges),
      added(chosen(definition.added, false, definition.compose)),
      normalized(chosen(definition.added, true, definition.compose)),
      texts(definition.vocabulary.tokens()),
      special(texts.size()) {
  definition.merges = {};                         // which are in `merges` now
  std::vector<bool> spelled(texts.size(), true);  // in the byte alphabet
  for (const AddedToken& token : definition.added) {
    special[static_cast<std::size_t>(token.id)] = token.special;
    spelled[static_cast<std::size_t>(token.id)] = false;
  }
  byte_tokens.fill(no_token);
  for (std::size_t id = 0; id < texts.size(); ++id) {
    auto bytes = spelled[id] && definition.vocabulary.has(id) ? bytes_of_token(texts[id]) : std::nullopt;
    spelled[id] = bytes.has_value();
    if (!bytes) continue;
    texts[id] = std::move(*bytes);
    if (texts[id].size() == 1) byte_tokens[static_cast<unsigned char>(texts[id][0])] = static_cast<std::int32_t>(id);
  }
  missing_bytes = static_cast<std::size_t>(std::count(byte_tokens.begin(), byte_tokens.end(), no_token));
  whole.reserve(texts.size());
  for (std::size_t id = 0; id < texts.size(); ++id) {
    if (!spelled[id]) continue;
    std::vector<std::int32_t> merged;
    if (!definition.whole_words) merges.apply(merged = bytes_of(texts[id]));
    if (definition.whole_words || merged == std::vector{static_cast<std::int32_t>(id)})
      whole.emplace(texts[id], static_cast<std::int32_t>(id));
  }
}

/// A token for each byte; for a byte that has none, the unknown token or nothing.
std::vector<std::int32_t> Tokenizer::Parts::bytes_of(std::string_view word) const {
  std::vector<std::int32_t> ids;
  ids.reserve(word.size());
  for (const char byte : word) {
    std::int32_t id = byte_tokens[static_cast<unsigned char>(byte)];
    if (id == no_token) id = definition.unknown;
    if (id != no_token) ids.push_back(id);
  }
  return ids;
}

void Tokenizer::Parts::append_word(std::string_view word, std::vector<std::int32_t>& ids) const {
  if (const auto found = whole.find(word); found != whole.end()) return ids.push_back(found->second);
  std::vector<std::int32_t> merged = bytes_of(word);
  merges.apply(merged);
  ids.insert(ids.end(), merged.begin(), merged.end());
}

void Tokenizer::Parts::append_words(std::string_view text, std::vector<std::int32_t>& ids, StopToken stop) const {
  std::string spaced;
  if (definition.add_prefix_space && !text.empty() && text.front() != ' ') text = spaced = " " + std::string(text);
  for_each_word(definition.patterns, text, [&](std::string_view word) {
    stop.check();
    append_word(word, ids);
  });
}

Tokenizer::Tokenizer(TokenizerDefinition definition) : parts_(std::make_unique<const Parts>(std::move(definition))) {}
Tokenizer::~Tokenizer() = default;

bool Tokenizer::present(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / "tokenizer.json") || std::filesystem::exists(folder / "vocab.json");
}

std::shared_ptr<const Tokenizer> Tokenizer::load(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder))
    throw_error(ErrorKind::file, "{}: no such folder; a tokenizer is loaded from the folder of its files",
                folder.string());
  if (!present(folder))
    throw_error(ErrorKind::file, "{}: has neither tokenizer.json nor vocab.json and merges.txt", folder.string());
  const bool one_file = std::filesystem::exists(folder / "tokenizer.json");
  auto definition = one_file ? read_tokenizer_json(folder) : read_vocab_and_merges(folder);
  return std::make_shared<const Tokenizer>(std::move(definition));
}

std::vector<std::int32_t> Tokenizer::encode(std::string_view text, const EncodeOptions& options) const {
  const Parts& parts = *parts_;
  std::vector<std::int32_t> ids = options.prepend.value_or(parts.definition.prepended);
  for (const std::int32_t id : ids)
    if (!parts.definition.vocabulary.has(static_cast<std::size_t>(id)))
      throw_error(ErrorKind::option, "no token has the id {} that is to be prepended; ids are from 0 to {}", id,
                  size() - 1);
  const auto found = [&](std::int32_t id) { ids.push_back(id); };
  const auto words = [&](std::string_view piece) { parts.append_words(piece, ids, options.stop); };
  const auto normalized = [&](std::string_view piece) {
    if (!parts.definition.compose || surely_composed(piece))
      parts.normalized.split(piece, options.specials, words, found);
    else
      parts.normalized.split(composed(piece), options.specials, words, found);
  };
  parts.added.split(text, options.specials, normalized, found);
  return ids;
}

std::string Tokenizer::decode(std::span<const std::int32_t> ids, const DecodeOptions& options) const {
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto id = static_cast<std::size_t>(ids[i]);
    if (!parts_->definition.vocabulary.has(id))
      throw_error(ErrorKind::option, "no token has the id {} (position {}); ids are from 0 to {}", ids[i], i + 1,
                  size() - 1);
    if (!options.skip_specials || !parts_->special[id]) text += parts_->texts[id];
  }
  return options.keep_malformed ? text : well_formed(std::move(text));
}

std::size_t Tokenizer::size() const { return parts_->texts.size(); }

std::optional<std::int32_t> Tokenizer::id(std::string_view token) const {
  const Vocabulary& vocabulary = parts_->definition.vocabulary;
  std::int32_t id = vocabulary.find(token_of_bytes(token));
  if (id < 0) id = vocabulary.find(std::string(token));
  return id < 0 ? std::nullopt : std::optional(id);
}

std::span<const std::int32_t> Tokenizer::prepended() const { return parts_->definition.prepended; }

std::string Tokenizer::description() const {
  std::string pattern;
  for (const Pattern p : parts_->definition.patterns)
    pattern += (pattern.empty() ? "" : ", ") + std::string(name_of(p));
  const auto specials = std::count(parts_->special.begin(), parts_->special.end(), true);
  std::string text = fmt::format("{} tokens, {} of them special, pattern {}", parts_->definition.vocabulary.count(),
                                 specials, pattern.empty() ? "none" : pattern);
  if (parts_->missing_bytes > 0)
    text += fmt::format("; {} bytes have no token and are {}", parts_->missing_bytes,
                        parts_->definition.unknown < 0 ? "left out" : "unknown");
  return text;
}

const std::vector<std::filesystem::path>& Tokenizer::files() const { return parts_->definition.files; }

}  // namespace nilgrad::transformer
