#include "tests/transformer/tokenizer/vectors.hpp"

#include <catch2/catch.hpp>

#include "runtime/transformer/tokenizer/tokenizer.hpp"
#include "tests/temporary_folder.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;

namespace {

/// The golden folder's vocab.json and merges.txt with a tokenizer_config.json of its own, or none.
std::shared_ptr<const Tokenizer> load_two_files(const TemporaryFolder& folder, const std::string& config) {
  for (const char* name : {"vocab.json", "merges.txt"}) folder.file(name, content_of(data / "tokenizer" / name));
  if (!config.empty()) folder.file("tokenizer_config.json", config);
  return Tokenizer::load(folder.path());
}

/// How many lines have the ids that `field` says, or `ids` where a line has no such field.
void check_vectors(const Tokenizer& tokenizer, const std::string& field, const EncodeOptions& options) {
  const auto lines = lines_of(data / "tokenizer/vectors.jsonl");
  REQUIRE(lines.size() == 400);
  for (const auto& line : lines) {
    const auto text = line["text"].get<std::string>();
    INFO(text);
    const auto wanted = line.value(field, line["ids"]).get<Ids>();
    CHECK(tokenizer.encode(text, options) == wanted);
  }
}

}  // namespace

TEST_CASE("every form of an OPT tokenizer's files gives the recorded ids") {
  const TemporaryFolder folder;
  const auto two_files = load_two_files(folder, content_of(data / "tokenizer/tokenizer_config.json"));
  const auto pairs = Tokenizer::load(data / "tokenizer"), strings = Tokenizer::load(data / "tokenizer/string_merges");
  CHECK(two_files->files().size() == 3);
  CHECK(pairs->files().size() == 1);
  for (const auto& tokenizer : {two_files, pairs, strings}) {
    CHECK(tokenizer->size() == 4096);
    check_vectors(*tokenizer, "ids", {});
    check_vectors(*tokenizer, "ids_plain", {.specials = false});
  }
}

TEST_CASE("the special tokens are those that the files name: two of them as facebook/opt has it") {
  const TemporaryFolder folder;
  const auto tokenizer =
      load_two_files(folder, R"({ "errors": "replace", "add_bos_token": true, "add_prefix_space": false,
    "bos_token": { "__type": "AddedToken", "content": "</s>", "normalized": true }, "eos_token": "</s>", "unk_token": "</s>",
    "pad_token": "<pad>", "tokenizer_class": "GPT2Tokenizer", "special_tokens_map_file": null })");
  CHECK(tokenizer->description() == "4096 tokens, 2 of them special, pattern gpt2");
  check_vectors(*tokenizer, "ids_facebook", {});
}

TEST_CASE("vocab.json and merges.txt alone are enough for OPT") {
  const TemporaryFolder folder;
  check_vectors(*load_two_files(folder, ""), "ids", {});
}

TEST_CASE("encoded texts decode to themselves") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  for (const auto& line : lines_of(data / "tokenizer/vectors.jsonl")) {
    const auto text = line["text"].get<std::string>();
    CHECK(tokenizer->decode(line["ids"].get<Ids>()) == "</s>" + text);
    CHECK(tokenizer->decode(tokenizer->encode(text, {.specials = false, .prepend = Ids{}})) == text);
  }
}

TEST_CASE("characters cut apart decode to U+FFFD for each maximal malformed piece") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  const auto lines = lines_of(data / "tokenizer/decode.jsonl");
  REQUIRE(lines.size() == 60);
  for (const auto& line : lines) {
    INFO(line);
    CHECK(tokenizer->decode(line["ids"].get<Ids>()) == line["text"].get<std::string>());
  }
}

TEST_CASE("Llama-3, Qwen2, SmolLM and GPT-2 with a prefix space encode and decode as Hugging Face's library does") {
  for (const char* family : {"llama3", "qwen2", "smollm", "gpt2_prefix_space"}) {
    const auto folder = data / "tokenizer_families" / family;
    const auto tokenizer = Tokenizer::load(folder);
    const auto lines = lines_of(folder / "vectors.jsonl");
    REQUIRE(lines.size() > 150);
    for (const auto& line : lines) {
      INFO(family << ": " << line["text"]);
      const auto text = line["text"].get<std::string>();
      const auto ids = line["ids"].get<Ids>();
      CHECK(tokenizer->encode(text) == ids);
      CHECK(tokenizer->encode(text, {.specials = false}) == line.value("ids_plain", line["ids"]).get<Ids>());
      if (line.contains("decoded")) CHECK(tokenizer->decode(ids) == line["decoded"].get<std::string>());
    }
  }
}
