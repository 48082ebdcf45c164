#include "runtime/error.hpp"
#include "runtime/transformer/tokenizer/definition.hpp"
#include "runtime/transformer/tokenizer/json_field.hpp"

// tokenizer.json, Hugging Face's own form: one file that says everything. A field that would change the ids and is not
// one of those understood here is refused.
namespace nilgrad::transformer {
namespace {

constexpr const char* only_byte_level = "byte-level BPE as GPT-2, OPT, Llama-3, Qwen2 and SmolLM have it";

std::string type_of(const JsonField& field) { return field["type"].text(); }

void refuse_unless_empty(const JsonField& field) {
  if (!field.absent() && field.value() != "") field.refuse(fmt::format("null for {}", only_byte_level));
}

void read_vocabulary(const JsonField& vocab, Vocabulary& vocabulary) {
  vocab.require_object();
  for (const auto& [token, id] : vocab.value().items())
    vocabulary.add(token, id.is_number_unsigned() ? id.get<std::int64_t>() : vocab.element(token).integer(),
                   vocab.place());
}

/// ["Ġ", "t"], or "Ġ t" in the older form. There are hundreds of thousands: where one stands is said only if it is
/// wrong.
Merges::Merge read_merge(const JsonField& merges, std::size_t i, const Vocabulary& vocabulary) {
  const nlohmann::json& merge = merges.value()[i];
  const auto place = [&] { return merges.element(i).place(); };
  if (merge.is_string()) {
    const auto& text = merge.get_ref<const std::string&>();
    const std::size_t space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos)
      merges.element(i).refuse("two tokens with a space between");
    return merge_of(vocabulary, text.substr(0, space), text.substr(space + 1), place);
  }
  if (!merge.is_array() || merge.size() != 2) merges.element(i).refuse("a pair of tokens");
  for (std::size_t side = 0; side < 2; ++side)
    if (!merge[side].is_string()) merges.element(i).element(side).refuse("a text");
  return merge_of(vocabulary, merge[0].get_ref<const std::string&>(), merge[1].get_ref<const std::string&>(), place);
}

void read_merges(const JsonField& merges, TokenizerDefinition& definition) {
  const std::size_t count = merges.elements();
  definition.merges.reserve(count);
  for (std::size_t i = 0; i < count; ++i) definition.merges.push_back(read_merge(merges, i, definition.vocabulary));
}

void read_model(const JsonField& model, TokenizerDefinition& definition) {
  model.require_object();
  if (const JsonField type = model["type"]; !type.absent() && type.text() != "BPE")
    type.refuse(fmt::format("\"BPE\": only {} is read", only_byte_level));
  refuse_unless_empty(model["continuing_subword_prefix"]);
  refuse_unless_empty(model["end_of_word_suffix"]);
  if (const JsonField dropout = model["dropout"]; !dropout.absent() && dropout.value() != 0)
    dropout.refuse("null: encoding is not random");
  if (const JsonField fallback = model["byte_fallback"]; fallback.flag(false))
    fallback.refuse(fmt::format("false for {}", only_byte_level));
  definition.whole_words = model["ignore_merges"].flag(false);
  read_vocabulary(model["vocab"], definition.vocabulary);
  read_merges(model["merges"], definition);
}

void read_added(const JsonField& list, TokenizerDefinition& definition) {
  for (std::size_t i = 0; !list.absent() && i < list.elements(); ++i) {
    const JsonField field = list.element(i);
    AddedToken token;
    token.text = field["content"].text();
    token.special = field["special"].flag(false);
    token.takes_left = field["lstrip"].flag(false);
    token.takes_right = field["rstrip"].flag(false);
    token.normalized = field["normalized"].flag(!token.special);
    if (field["single_word"].flag(false)) field["single_word"].refuse("false: other tokens are found inside words too");
    const std::int64_t id = field["id"].integer();
    definition.vocabulary.add(token.text, id, field.place());
    token.id = static_cast<std::int32_t>(id);
    definition.added.push_back(std::move(token));
  }
}

/// read(part) for each part of a Sequence, which no file has another Sequence in.
template <class Read>
void read_sequence(const JsonField& list, Read&& read) {
  for (std::size_t i = 0; i < list.elements(); ++i) {
    const JsonField part = list.element(i);
    if (type_of(part) == "Sequence") part["type"].refuse("something else inside a Sequence");
    read(part);
  }
}

void read_normalizer(const JsonField& field, TokenizerDefinition& definition) {
  if (field.absent()) return;
  const std::string type = type_of(field);
  if (type == "NFC") {
    definition.compose = true;
  } else if (type == "Sequence") {
    read_sequence(field["normalizers"], [&](const JsonField& part) { read_normalizer(part, definition); });
  } else {
    field["type"].refuse("NFC, or the normalizer null");
  }
}

void read_split(const JsonField& field, TokenizerDefinition& definition) {
  const JsonField regex = field["pattern"]["Regex"];
  if (regex.absent()) field["pattern"].refuse("a Regex");
  const auto pattern = pattern_of(regex.text());
  if (!pattern) regex.refuse("the pattern of GPT-2, Llama-3 or Qwen2, letter for letter");
  if (const JsonField behavior = field["behavior"]; behavior.text() != "Isolated") behavior.refuse("\"Isolated\"");
  if (field["invert"].flag(false)) field["invert"].refuse("false");
  definition.patterns.push_back(*pattern);
}

/// Split and Digits in any number, and ByteLevel once, at the end.
void read_pre_tokenizer(const JsonField& field, TokenizerDefinition& definition, bool& byte_level) {
  const std::string type = field.absent() ? "" : type_of(field);
  if (byte_level) field.refuse("absent: nothing comes after ByteLevel");
  if (type == "Sequence") {
    read_sequence(field["pretokenizers"],
                  [&](const JsonField& part) { read_pre_tokenizer(part, definition, byte_level); });
  } else if (type == "ByteLevel") {
    byte_level = true;
    definition.add_prefix_space = field["add_prefix_space"].flag(true);
    if (definition.add_prefix_space && !definition.patterns.empty())
      field["add_prefix_space"].refuse("false after other pre-tokenizers");
    if (field["use_regex"].flag(true)) definition.patterns.push_back(Pattern::gpt2);
  } else if (type == "Digits") {
    definition.patterns.push_back(field["individual_digits"].flag(false) ? Pattern::each_digit : Pattern::digits);
  } else if (type == "Split") {
    read_split(field, definition);
  } else {
    field.refuse("ByteLevel, or a Sequence of Split, Digits and ByteLevel");
  }
}

void read_template(const JsonField& field, TokenizerDefinition& definition) {
  const JsonField single = field["single"];
  bool text_seen = false;
  for (std::size_t i = 0; i < single.elements(); ++i) {
    const JsonField piece = single.element(i), special = piece["SpecialToken"];
    if (special.absent()) {
      piece["Sequence"].require_object();
      if (text_seen) piece.refuse("a special token: the text comes once");
      text_seen = true;
      continue;
    }
    if (text_seen) special.refuse("absent: tokens after the text are not supported, only before it");
    const JsonField ids = field["special_tokens"][special["id"].text()]["ids"];
    for (std::size_t j = 0; j < ids.elements(); ++j) {
      const std::int64_t id = ids.element(j).integer();
      if (id < 0 || !definition.vocabulary.has(static_cast<std::size_t>(id)))
        ids.element(j).refuse("the id of a token");
      definition.prepended.push_back(static_cast<std::int32_t>(id));
    }
  }
}

void read_post_processor(const JsonField& field, TokenizerDefinition& definition) {
  if (field.absent()) return;
  const std::string type = type_of(field);
  if (type == "TemplateProcessing") {
    read_template(field, definition);
  } else if (type == "Sequence") {
    read_sequence(field["processors"], [&](const JsonField& part) { read_post_processor(part, definition); });
  } else if (type != "ByteLevel") {  // which moves offsets only
    field["type"].refuse("ByteLevel, TemplateProcessing or a Sequence of them");
  }
}

}  // namespace

TokenizerDefinition read_tokenizer_json(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "tokenizer.json";
  const nlohmann::json json = read_json(path);
  const JsonField file(json, path.string() + ":");
  TokenizerDefinition definition;
  definition.files = {path};
  read_model(file["model"], definition);
  read_added(file["added_tokens"], definition);
  read_normalizer(file["normalizer"], definition);
  bool byte_level = false;
  read_pre_tokenizer(file["pre_tokenizer"], definition, byte_level);
  if (!byte_level)
    file["pre_tokenizer"].refuse(fmt::format("one that ends with ByteLevel: only {} is read", only_byte_level));
  read_post_processor(file["post_processor"], definition);
  if (const JsonField decoder = file["decoder"]; !decoder.absent() && type_of(decoder) != "ByteLevel")
    decoder["type"].refuse("\"ByteLevel\"");
  if (const JsonField unknown = file["model"]["unk_token"]; !unknown.absent() && unknown.text() != "") {
    definition.unknown = definition.vocabulary.find(unknown.text());
    if (definition.unknown < 0) unknown.refuse("one of the tokens");
    if (const JsonField fuse = file["model"]["fuse_unk"]; fuse.flag(false))
      fuse.refuse("false where there is an unk_token");
  }
  return definition;
}

}  // namespace nilgrad::transformer
