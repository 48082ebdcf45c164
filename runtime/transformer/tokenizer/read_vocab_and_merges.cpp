#include <algorithm>
#include <array>
#include <fstream>
#include <unordered_map>

#include "runtime/error.hpp"
#include "runtime/input_file.hpp"
#include "runtime/transformer/tokenizer/definition.hpp"
#include "runtime/transformer/tokenizer/json_field.hpp"

// vocab.json and merges.txt, GPT-2's form, which OPT is published in. Which tokens are special and what is prepended
// stand in tokenizer_config.json, special_tokens_map.json and added_tokens.json, where there are such files.
namespace nilgrad::transformer {
namespace {

using nlohmann::json;

void read_merges(const std::filesystem::path& path, TokenizerDefinition& definition) {
  require_readable_file(path);
  std::ifstream file(path, std::ios::binary);
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with("#version")) continue;
    const auto place = [&] { return fmt::format("{}:{}", path.string(), number); };
    const std::size_t space = line.find(' ');
    if (space == std::string::npos || line.find(' ', space + 1) != std::string::npos)
      throw_error(ErrorKind::file, "{}: '{}' is not two tokens with a space between", place(), line.substr(0, 80));
    definition.merges.push_back(merge_of(definition.vocabulary, line.substr(0, space), line.substr(space + 1), place));
  }
}

/// The special tokens that the files name, in the order of their first mention.
class Specials {
 public:
  explicit Specials(TokenizerDefinition& definition) : definition_(definition) {}

  /// A text, or an object with `content` and flags.
  void add(const JsonField& field, bool special = true) {
    if (field.absent() || field.value() == false) return;
    const bool object = field.value().is_object();
    const JsonField content = object ? field["content"] : field;
    AddedToken token;
    token.text = content.text();
    if (token.text.empty()) return;
    token.special = special;
    if (object) {
      token.takes_left = field["lstrip"].flag(false);
      token.takes_right = field["rstrip"].flag(false);
      if (field["single_word"].flag(false))
        field["single_word"].refuse("false: other tokens are found inside words too");
    }
    token.id = definition_.vocabulary.find(token.text);
    if (token.id < 0) content.refuse("a token of vocab.json or added_tokens.json");
    put(std::move(token));
  }

  void add_all(const JsonField& list) {
    if (list.value().is_object()) {
      for (const auto& [name, token] : list.value().items()) add(list[name]);
      return;
    }
    for (std::size_t i = 0; !list.absent() && i < list.elements(); ++i) add(list.element(i));
  }

  /// The well-known ones that the vocabulary has, for folders that name none.
  void add_usual() {
    if (std::any_of(definition_.added.begin(), definition_.added.end(), [](const auto& t) { return t.special; }))
      return;
    for (const char* name : {"<s>", "<pad>", "</s>", "<unk>", "<|endoftext|>"})
      if (const std::int32_t id = definition_.vocabulary.find(name); id >= 0) {
        AddedToken token;
        token.text = name;
        token.id = id;
        put(std::move(token));
      }
  }

 private:
  void put(AddedToken token) {
    const auto [known, made] = places_.emplace(token.id, definition_.added.size());
    if (made)
      definition_.added.push_back(std::move(token));
    else
      definition_.added[known->second].special |= token.special;
  }

  TokenizerDefinition& definition_;
  std::unordered_map<std::int32_t, std::size_t> places_;  // in definition_.added, by id
};

constexpr std::array<const char*, 7> roles{"bos_token", "eos_token", "unk_token", "pad_token",
                                           "sep_token", "cls_token", "mask_token"};

/// Tokens beyond vocab.json: { "<tok>": id }, and { "id": { content = "<tok>", special = … } }.
void read_added(const JsonField& added, const JsonField& decoder, Specials& specials, TokenizerDefinition& definition) {
  if (!added.absent()) added.require_object();
  if (!decoder.absent()) decoder.require_object();
  for (const auto& [token, id] : added.value().items())
    definition.vocabulary.add(token, added[token].integer(), added.place());
  for (const auto& [id, token] : decoder.value().items()) {
    const JsonField field = decoder[id];
    if (id.empty() || id.size() > 9 || id.find_first_not_of("0123456789") != std::string::npos)
      throw_error(ErrorKind::file, "{}: '{}' is no id", decoder.place(), id);
    definition.vocabulary.add(field["content"].text(), std::stoll(id), field.place());
    specials.add(field, field["special"].flag(false));
  }
  for (const auto& [token, id] : added.value().items())
    specials.add(JsonField(json(token), fmt::format("{} '{}'", added.place(), token)), false);
}

/// The pattern goes by the class that the files are for.
void read_class(const JsonField& config, TokenizerDefinition& definition) {
  const JsonField field = config["tokenizer_class"];
  std::string name = field.absent() ? "GPT2Tokenizer" : field.text();
  if (name.ends_with("Fast")) name.resize(name.size() - 4);
  definition.compose = name == "Qwen2Tokenizer";
  if (name != "GPT2Tokenizer" && name != "Qwen2Tokenizer")
    field.refuse("GPT2Tokenizer or Qwen2Tokenizer where there is no tokenizer.json");
  definition.patterns = {name == "Qwen2Tokenizer" ? Pattern::qwen2 : Pattern::gpt2};
}

std::string token_named(const JsonField& field) {
  return field.value().is_object() ? field["content"].text() : field.text();
}

/// OPT's vocabulary where no file says otherwise: </s> before every text.
void prepend_as_opt(TokenizerDefinition& definition) {
  const Vocabulary& v = definition.vocabulary;
  if (v.find("<s>") == 0 && v.find("<pad>") == 1 && v.find("</s>") == 2 && v.find("<unk>") == 3)
    definition.prepended = {2};
}

void read_prepended(const JsonField& config, const JsonField& map, TokenizerDefinition& definition) {
  if (config["add_eos_token"].flag(false))
    config["add_eos_token"].refuse("false: tokens after the text are not supported, only before it");
  if (config.absent()) return prepend_as_opt(definition);
  if (!config["add_bos_token"].flag(false)) return;
  const JsonField field = config["bos_token"].absent() ? map["bos_token"] : config["bos_token"];
  const std::string token = field.absent() ? "<|endoftext|>" : token_named(field);
  const std::int32_t id = definition.vocabulary.find(token);
  if (id < 0)
    throw_error(ErrorKind::file, "{} is true, but the vocabulary has no token '{}'", config["add_bos_token"].place(),
                token);
  definition.prepended = {id};
}

}  // namespace

TokenizerDefinition read_vocab_and_merges(const std::filesystem::path& folder) {
  TokenizerDefinition definition;
  const auto path_of = [&](const char* name) {
    definition.files.push_back(folder / name);
    return definition.files.back();
  };
  const auto read_if_there = [&](const char* name) {
    return std::filesystem::exists(folder / name) ? read_json(path_of(name)) : json();
  };
  const std::filesystem::path vocab_path = path_of("vocab.json");
  const json vocab = read_json(vocab_path), config_json = read_if_there("tokenizer_config.json"),
             map_json = read_if_there("special_tokens_map.json"), added_json = read_if_there("added_tokens.json");
  const auto field = [&](const json& value, const char* name) {
    return JsonField(value, (folder / name).string() + ":");
  };
  const JsonField tokens = field(vocab, "vocab.json"), config = field(config_json, "tokenizer_config.json"),
                  map = field(map_json, "special_tokens_map.json"), added = field(added_json, "added_tokens.json");
  tokens.require_object();
  for (const auto& [token, id] : vocab.items())
    definition.vocabulary.add(token, tokens[token].integer(), vocab_path.string());
  read_merges(path_of("merges.txt"), definition);
  Specials specials(definition);
  read_added(added, config["added_tokens_decoder"], specials, definition);
  for (const JsonField* source : {&config, &map}) {
    for (const char* role : roles) specials.add((*source)[role]);
    specials.add_all((*source)["additional_special_tokens"]);
    specials.add_all((*source)["extra_special_tokens"]);
  }
  specials.add_usual();
  read_class(config, definition);
  definition.add_prefix_space = config["add_prefix_space"].flag(false);
  read_prepended(config, map, definition);
  if (const JsonField unknown = config["unk_token"]; !unknown.absent())
    definition.unknown = definition.vocabulary.find(token_named(unknown));
  return definition;
}

}  // namespace nilgrad::transformer
