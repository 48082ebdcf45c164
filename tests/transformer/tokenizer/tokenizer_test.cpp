#include "runtime/transformer/tokenizer/tokenizer.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "runtime/error.hpp"
#include "runtime/transformer/tokenizer/definition.hpp"
#include "runtime/transformer/tokenizer/unicode.hpp"
#include "runtime/transformer/tokenizer/utf8.hpp"
#include "tests/transformer/tokenizer/vectors.hpp"

using namespace nilgrad;
using namespace nilgrad::transformer;
using Catch::Contains;

namespace {

/// The words of a text, joined by "|".
std::string cut(std::initializer_list<Pattern> patterns, std::string_view text) {
  std::string joined;
  for_each_word(std::span(patterns.begin(), patterns.size()), text,
                [&](std::string_view word) { joined += (joined.empty() ? "" : "|") + std::string(word); });
  return joined;
}

std::string here() { return "test"; }

const std::vector<std::string> invalid_texts{"\x80",         "a\xFFz",           "\xC3",
                                             "\xE2\x82",     "\xF0\x9F\x99 x",   "\xC0\xAF",
                                             "\xED\xA0\x80", "\xF5\x80\x80\x80", "é\xC3é \xE9t\xE9"};

}  // namespace

TEST_CASE("each pattern cuts texts as its regular expression does") {
  CHECK(cut({Pattern::gpt2}, "I'll say 'tis  2022's\n\n end ") == "I|'ll| say| '|tis| | 2022|'s|\n\n| end| ");
  CHECK(cut({Pattern::llama3}, "I'LL\tsay 12345 ok!!\r\n\n \n x") == "I|'LL|\tsay| |123|45| ok|!!\r\n\n| \n| x");
  CHECK(cut({Pattern::qwen2}, "a 123 (b)") == "a| |1|2|3| (|b|)");
  CHECK(cut({Pattern::each_digit, Pattern::gpt2}, "in 2022 x") == "in| |2|0|2|2| x");
  CHECK(cut({Pattern::digits, Pattern::gpt2}, "in 2022 x") == "in| |2022| x");
  CHECK(cut({Pattern::gpt2}, "") == "");
}

TEST_CASE("bytes that are not UTF-8 are encoded as they are, and come back where malformed bytes are kept") {
  for (const char* folder : {"tokenizer", "tokenizer_families/llama3", "tokenizer_families/qwen2"}) {
    const auto tokenizer = Tokenizer::load(data / folder);
    for (const std::string& text : invalid_texts) {
      const Ids ids = tokenizer->encode(text, {.prepend = Ids{}});
      CHECK(tokenizer->decode(ids, {.keep_malformed = true}) == text);
      CHECK(tokenizer->decode(ids) == well_formed(text));
    }
  }
  CHECK(well_formed("a\xE2\x82z\xF0\x9F\x99") == "a\uFFFDz\uFFFD");
  CHECK(well_formed("\xED\xA0\x80\xC0\xAF") == "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("what is prepended is what the files say, nothing, or tokens of one's own") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  CHECK(std::vector(tokenizer->prepended().begin(), tokenizer->prepended().end()) == Ids{2});
  CHECK(tokenizer->encode("") == Ids{2});
  CHECK(tokenizer->encode("", {.prepend = Ids{}}).empty());
  CHECK(tokenizer->encode("I", {.prepend = Ids{0}}) == Ids{0, 44});
  CHECK_THROWS_WITH(tokenizer->encode("", {.prepend = Ids{4096}}), Contains("no token has the id 4096"));
}

TEST_CASE("an id without a token is named when decoding") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  CHECK(tokenizer->decode(Ids{2, 44, 0, 452}, {.skip_specials = true}) == "I like");
  CHECK_THROWS_WITH(tokenizer->decode(Ids{2, 4096}),
                    Contains("no token has the id 4096 (position 2); ids are from 0 to 4095"));
  CHECK_THROWS_WITH(tokenizer->decode(Ids{-1}), Contains("no token has the id -1 (position 1)"));
}

TEST_CASE("a token is found by its text or as the file spells it") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  CHECK(tokenizer->id(" like") == 452);
  CHECK(tokenizer->id("Ġlike") == 452);
  CHECK(tokenizer->id("</s>") == 2);
  CHECK_FALSE(tokenizer->id("no such token"));
}

TEST_CASE("a long word is merged as a short one is: the queue and the plain search agree") {
  std::vector<Merges::Merge> ranked;
  for (std::int32_t i = 0; i < 60; ++i) ranked.push_back({(i * 7) % 10, (i * 3 + i / 10) % 10, i % 10});
  const Merges merges(ranked);
  std::uint32_t state = 1;
  for (int round = 0; round < 500; ++round) {
    Ids word;
    for (int i = 0; i < 32; ++i)
      word.push_back(static_cast<std::int32_t>((state = state * 1664525u + 1013904223u) >> 24) % 10);
    Ids alone = word, padded = word;
    padded.insert(padded.end(), {100, 101, 102});  // no merge has these: 35 tokens go through the queue
    merges.apply(alone);
    merges.apply(padded);
    padded.resize(padded.size() - 3);
    CHECK(alone == padded);
  }
}

TEST_CASE("a run of a million letters is merged, not searched through again for every merge") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer");
  for (const char* unit : {"a", " ", "7", "\n", "é", "'", "<"}) {
    std::string text;
    while (text.size() < 1'000'000) text += unit;
    CHECK(tokenizer->decode(tokenizer->encode(text, {.prepend = Ids{}})) == text);
  }
}

TEST_CASE("a run whose merges go all the way up is merged pair by pair") {
  TokenizerDefinition definition;
  std::vector<std::string> runs{"a"};
  for (int doublings = 0; doublings < 12; ++doublings) runs.push_back(runs.back() + runs.back());
  for (std::size_t i = 0; i < runs.size(); ++i)
    definition.vocabulary.add(runs[i], static_cast<std::int64_t>(i), "test");
  for (std::size_t i = 0; i + 1 < runs.size(); ++i)
    definition.merges.push_back(merge_of(definition.vocabulary, runs[i], runs[i], here));
  definition.patterns = {Pattern::gpt2};
  Ids wanted(244, 12);  // 1,000,001 letters = 244 · 4096 + 512 + 64 + 1
  wanted.insert(wanted.end(), {9, 6, 0});
  CHECK(Tokenizer(definition).encode(std::string(1'000'001, 'a')) == wanted);
}

TEST_CASE("NFC composes and orders marks, Hangul too, and leaves malformed bytes between") {
  CHECK(composed("e\u0301") == "é");
  CHECK(composed("q\u0307\u0323") == "q\u0323\u0307");
  CHECK(composed("\u212B\u0958") == "Å\u0915\u093C");
  CHECK(composed("\u1100\u1161\u11A8\uAC00\u11A8") == "각각");
  CHECK(composed("e\xFF\u0301") == "e\xFF\u0301");
  CHECK(composed("a\u0315\u0300\u05AE\u0300\u0062") == "\u00E0\u05AE\u0300\u0315\u0062");
  CHECK(surely_composed("déjà vu, мир, 日本"));
}

TEST_CASE("a word that is a token stays whole where the file ignores merges") {
  TokenizerDefinition definition;
  const std::vector<std::string> tokens{"a", "b", "c", "ab", "bc", "abc", "u"};
  for (std::size_t i = 0; i < tokens.size(); ++i)
    definition.vocabulary.add(tokens[i], static_cast<std::int64_t>(i), "test");
  definition.merges = {merge_of(definition.vocabulary, "b", "c", here),
                       merge_of(definition.vocabulary, "a", "b", here)};
  definition.patterns = {Pattern::gpt2};
  CHECK(Tokenizer(definition).encode("abc") == Ids{0, 4});
  definition.whole_words = true;
  CHECK(Tokenizer(definition).encode("abc") == Ids{5});
  CHECK(Tokenizer(definition).encode("abx") == Ids{3});  // no token for x: left out, and said so
  CHECK_THAT(Tokenizer(definition).description(), Contains("252 bytes have no token and are left out"));
  definition.unknown = 6;
  CHECK(Tokenizer(definition).encode("abx") == Ids{3, 6});
}

TEST_CASE("of added tokens the leftmost is found, the longest of them, with the spaces it takes", "[tokenizer]") {
  std::vector<AddedToken> tokens{
      {"<a>", 1}, {"<a>b", 2}, {"<l>", 3, true, true}, {"<r>", 4, true, false, true}, {"<p>", 5, false}};
  const auto split = [&](std::string_view text, bool specials) {
    std::string parts;
    AddedTokens(tokens).split(
        text, specials, [&](std::string_view plain) { parts += "[" + std::string(plain) + "]"; },
        [&](std::int32_t id) { parts += std::to_string(id); });
    return parts;
  };
  CHECK(split("x<a>by<a>", true) == "[x]2[y]1");
  CHECK(split("x \u00A0<l> y<r> \n<l>", true) == "[x]3[ y]43");
  CHECK(split("<a><p><a", false) == "[<a>]5[<a]");
  CHECK(split("", true).empty());
}

TEST_CASE("threads encode with one tokenizer at once", "[threads]") {
  const auto tokenizer = Tokenizer::load(data / "tokenizer_families/qwen2");
  const std::string text = "It's 2022, e\u0301 <|im_start|>don't 日本語";
  const Ids wanted = tokenizer->encode(text);
  std::array<Ids, 4> found;
  std::vector<std::thread> threads;
  for (Ids& ids : found) threads.emplace_back([&] { ids = tokenizer->encode(text); });
  for (std::thread& thread : threads) thread.join();
  for (const Ids& ids : found) CHECK(ids == wanted);
}
