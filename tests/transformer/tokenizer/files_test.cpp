#include <catch2/catch.hpp>
#include <functional>

#include "runtime/error.hpp"
#include "runtime/transformer/tokenizer/tokenizer.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/transformer/tokenizer/vectors.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;
using Catch::Contains;
using nlohmann::json;

namespace {

/// What loading the folder is refused with.
std::string refusal(const std::filesystem::path& folder) {
  try {
    Tokenizer::load(folder);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::file);
    return error.what();
  }
  return "loaded";
}

/// A tokenizer.json that loads, changed by `change`, is refused with what it says.
std::string refusal_after(const std::function<void(json&)>& change) {
  json file = json::parse(content_of(data / "tokenizer_families/llama3/tokenizer.json"));
  change(file);
  const TemporaryFolder folder;
  folder.file("tokenizer.json", file.dump());
  return refusal(folder.path());
}

/// vocab.json and merges.txt that load, with further files.
std::string refusal_with(const std::vector<std::pair<std::string, std::string>>& files) {
  const TemporaryFolder folder;
  for (const char* name : {"vocab.json", "merges.txt"})
    folder.file(name, content_of(data / "bad_tokenizers/legal_tokenizer" / name));
  for (const auto& [name, content] : files) folder.file(name, content);
  return refusal(folder.path());
}

}  // namespace

TEST_CASE("malformed tokenizers are refused by file and token or line, and the one they were made from loads") {
  const auto bad = data / "bad_tokenizers";
  CHECK_THAT(refusal(bad / "tokenizer_two_tokens_one_id"),
             Contains("vocab.json: tokens 'he' and 'or' have one id, 26"));
  CHECK_THAT(refusal(bad / "tokenizer_duplicate_token"), Contains("vocab.json: 'he' appears twice"));
  CHECK_THAT(refusal(bad / "tokenizer_merge_of_unknown_token"),
             Contains("merges.txt:8: merges ") && Contains("the vocabulary has no token 'zz'"));
  CHECK_THAT(refusal(bad / "tokenizer_merge_result_unknown"),
             Contains("merges.txt:8: merges 'l' and 'o', but the vocabulary has no token 'lo'"));
  CHECK_THAT(refusal(bad / "tokenizer_wordpiece"),
             Contains("tokenizer.json: model.type must be \"BPE\": ") && Contains("not \"WordPiece\""));
  CHECK(Tokenizer::load(bad / "legal_tokenizer")->encode("hello world") == Ids{2, 263, 264, 265, 112, 104});
}

TEST_CASE("folders without a tokenizer are told apart from folders that are not there") {
  CHECK_THAT(refusal("nowhere"), Contains("nowhere: no such folder"));
  CHECK_THAT(refusal("tests"), Contains("tests: has neither tokenizer.json nor vocab.json"));
  CHECK_FALSE(Tokenizer::present("tests"));
  CHECK(Tokenizer::present(data / "tokenizer"));
  const TemporaryFolder folder;
  folder.file("vocab.json", "{}");
  CHECK_THAT(refusal(folder.path()), Contains("merges.txt: no such file"));
}

TEST_CASE("a tokenizer.json is refused by the field that would change the ids") {
  CHECK_THAT(refusal_after([](json& f) {
               f["normalizer"] = {{"type", "Lowercase"}};
             }),
             Contains("tokenizer.json: normalizer.type must be NFC, or the normalizer null, not \"Lowercase\""));
  CHECK_THAT(refusal_after([](json& f) {
               f["pre_tokenizer"] = {{"type", "Metaspace"}};
             }),
             Contains("tokenizer.json: pre_tokenizer must be ByteLevel"));
  CHECK_THAT(refusal_after([](json& f) { f["pre_tokenizer"] = nullptr; }), Contains("pre_tokenizer must be ByteLevel"));
  CHECK_THAT(
      refusal_after([](json& f) { f["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "\\w+"; }),
      Contains("pre_tokenizer.pretokenizers[0].pattern.Regex must be the pattern of ") && Contains("\"\\\\w+\""));
  CHECK_THAT(refusal_after([](json& f) { f["pre_tokenizer"]["pretokenizers"][0]["behavior"] = "Removed"; }),
             Contains("pretokenizers[0].behavior must be \"Isolated\", not \"Removed\""));
  CHECK_THAT(refusal_after([](json& f) { f["pre_tokenizer"]["pretokenizers"].erase(1); }),
             Contains("pre_tokenizer must be one that ends with ByteLevel"));
  CHECK_THAT(refusal_after([](json& f) {
               f["post_processor"] = {{"type", "BertProcessing"}};
             }),
             Contains("post_processor.type must be ByteLevel, TemplateProcessing"));
  CHECK_THAT(refusal_after([](json& f) {
               json& single = f["post_processor"]["processors"][1]["single"];
               single.push_back(single[0]);
             }),
             Contains("single[2].SpecialToken must be absent: tokens after the text are not supported"));
  CHECK_THAT(refusal_after([](json& f) { f["decoder"] = {{"type", "WordPiece"}}; }), Contains("decoder.type"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["byte_fallback"] = true; }), Contains("model.byte_fallback"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["dropout"] = 0.1; }), Contains("model.dropout"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["end_of_word_suffix"] = "</w>"; }),
             Contains("model.end_of_word_suffix"));
  CHECK_THAT(refusal_after([](json& f) {
               f["model"]["unk_token"] = "<|eot|>";
               f["model"]["fuse_unk"] = true;
             }),
             Contains("model.fuse_unk"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["unk_token"] = "<none>"; }),
             Contains("model.unk_token must be one of"));
  CHECK_THAT(refusal_after([](json& f) { f["added_tokens"][0]["single_word"] = true; }),
             Contains("added_tokens[0].single_word"));
}

TEST_CASE("a tokenizer.json of wrong types is refused by field") {
  CHECK_THAT(refusal_after([](json& f) { f = json::array(); }),
             Contains("tokenizer.json: the whole must be an object"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["vocab"]["!"] = "zero"; }),
             Contains("model.vocab['!'] must be an integer"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["vocab"]["!"] = -1; }), Contains("token '!' has the id -1"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["vocab"]["!"] = 4'000'000'000; }),
             Contains("ids are from 0 to 1048575"));
  CHECK_THAT(refusal_after([](json& f) { f["model"].erase("vocab"); }),
             Contains("model.vocab must be an object, not null"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["merges"][3] = json::array({"a"}); }),
             Contains("model.merges[3] must be a pair of tokens"));
  CHECK_THAT(refusal_after([](json& f) { f["model"]["merges"][3] = "a b c"; }),
             Contains("model.merges[3] must be two tokens"));
  CHECK_THAT(refusal_after([](json& f) {
               f["model"]["merges"][3] = {"a", 1};
             }),
             Contains("model.merges[3][1] must be a text, not 1"));
  CHECK_THAT(refusal_after([](json& f) { f["added_tokens"][1]["id"] = 0; }), Contains("have one id, 0"));
}

TEST_CASE("nesting of any depth is refused, not followed") {
  const auto refusal_of = [](const std::string& before, const std::string& middle, const std::string& after) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += before;
    text += middle;
    for (int i = 0; i < 100'000; ++i) text += after;
    const TemporaryFolder folder;
    folder.file("tokenizer.json", text);
    return refusal(folder.path());
  };
  CHECK_THAT(refusal_of("[", "", "]"), Contains("tokenizer.json: the whole must be an object, not an array of 1"));
  CHECK_THAT(refusal_of(R"({"model":)", "1", "}"), Contains("model.vocab must be an object"));
  CHECK_THAT(refusal_after([](json& f) {
               const json inner = f["pre_tokenizer"];
               f["pre_tokenizer"]["pretokenizers"].push_back(inner);
             }),
             Contains("pretokenizers[2].type must be something else inside a Sequence"));
}

TEST_CASE("files beside vocab.json are refused by field, and a merges line by its number") {
  const auto config = [](const char* text) { return refusal_with({{"tokenizer_config.json", text}}); };
  CHECK_THAT(config(R"({ "tokenizer_class": "T5Tokenizer" })"),
             Contains("tokenizer_config.json: tokenizer_class must be GPT2Tokenizer or Qwen2Tokenizer"));
  CHECK_THAT(config(R"({ "add_eos_token": true })"), Contains("tokenizer_config.json: add_eos_token"));
  CHECK_THAT(config(R"({ "add_bos_token": true })"), Contains("has no token '<|endoftext|>'"));
  CHECK_THAT(config(R"({ "pad_token": "[PAD]" })"), Contains("pad_token must be a token of vocab.json"));
  CHECK_THAT(config("{"), Contains("tokenizer_config.json: not JSON: ") && Contains("line 1"));
  CHECK_THAT(refusal_with({{"special_tokens_map.json", R"({ "bos_token": 7 })"}}),
             Contains("special_tokens_map.json: bos_token must be a text, not 7"));
  CHECK_THAT(refusal_with({{"added_tokens.json", R"({ "he": 300 })"}}), Contains("'he' has two ids, 260 and 300"));
  CHECK_THAT(refusal_with({{"merges.txt", "#version: 0.2\nh e\nhell\n"}}),
             Contains("merges.txt:3: 'hell' is not two tokens"));
}

TEST_CASE("GPT-2's folder prepends nothing and has one special token; line ends of Windows do not matter") {
  json vocab = json::parse(content_of(data / "tokenizer_families/llama3/tokenizer.json"))["model"]["vocab"];
  for (const char* token : {"xq", "xqj", "<|endoftext|>"}) vocab[token] = vocab.size();
  const TemporaryFolder folder;
  folder.file("vocab.json", vocab.dump());
  folder.file("merges.txt", "#version: 0.2\r\nx q\r\nxq j\r\n");
  folder.file("tokenizer_config.json", R"({ "model_max_length": 1024 })");
  const auto tokenizer = Tokenizer::load(folder.path());
  const auto end = static_cast<std::int32_t>(vocab.size() - 1);
  CHECK(tokenizer->prepended().empty());
  CHECK(tokenizer->encode("xqj<|endoftext|>") == Ids{end - 1, end});
}

TEST_CASE("tokens beyond vocab.json come from added_tokens.json and added_tokens_decoder") {
  const TemporaryFolder folder;
  for (const char* name : {"vocab.json", "merges.txt"})
    folder.file(name, content_of(data / "bad_tokenizers/legal_tokenizer" / name));
  folder.file("added_tokens.json", R"({ "<mine>": 266 })");
  folder.file("tokenizer_config.json", R"({ "add_bos_token": false, "tokenizer_class": "GPT2TokenizerFast",
    "added_tokens_decoder": { "267": { "content": "<im>", "special": true }, "268": { "content": "<think>", "special": false } } })");
  const auto tokenizer = Tokenizer::load(folder.path());
  CHECK(tokenizer->size() == 269);
  CHECK(tokenizer->encode("<mine><im><think>") == Ids{266, 267, 268});
  CHECK(tokenizer->encode("<mine><im>", {.specials = false}).size() == 5);  // <mine> is no special token
  CHECK(tokenizer->decode(Ids{266, 267, 268}, {.skip_specials = true}) == "<mine><think>");
}
