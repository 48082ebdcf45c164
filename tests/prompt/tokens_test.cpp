#include "interpreter/prompt/completion/tokens.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace nilgrad::interpreter;

namespace {

/// The tokens, one blank between; what the text ends within has a star.
std::string tokens_of(std::string_view text) {
  std::string all;
  for (const Token& token : tokenize(text)) {
    if (!all.empty()) all += ' ';
    all += std::string(token.text(text)) + (token.open ? "*" : "");
  }
  return all;
}

}  // namespace

TEST_CASE("names, numbers and symbols are told apart") {
  CHECK(tokens_of("a.b:c(1.5e-3,0x1p+4)") == "a . b : c ( 1.5e-3 , 0x1p+4 )");
  CHECK(tokens_of("x<=y..'z'...") == "x <= y .. 'z' ...");
  CHECK(tokens_of("1..2") == "1 .. 2");
  CHECK(tokens_of("t[1].x") == "t [ 1 ] . x");
  CHECK(tokens_of("::label::goto") == ":: label :: goto");
}

TEST_CASE("strings are whole tokens, whatever stands in them") {
  CHECK(tokens_of(R"("a\"b{" 'c--' d)") == R"("a\"b{" 'c--' d)");
  CHECK(tokens_of("[[a]b]] [==[c]]d]==] e") == "[[a]b]] [==[c]]d]==] e");
  CHECK(tokens_of("'a\\\nb' c") == "'a\\\nb' c");
}

TEST_CASE("a string that has not ended says so, and one that its line ends has") {
  CHECK(tokens_of("f 'abc") == "f 'abc*");
  CHECK(tokens_of("f [[abc\n]") == "f [[abc\n]*");
  CHECK(tokens_of("f \"abc\\") == "f \"abc\\*");
  CHECK(tokens_of("'abc\nd") == "'abc\n d");
}

TEST_CASE("comments are left out but for one that the text ends within") {
  CHECK(tokens_of("a -- b {\nc --[[ d\n ]] e") == "a c e");
  CHECK(tokens_of("a -- b") == "a -- b*");
  CHECK(tokens_of("a --[==[ b ]]") == "a --[==[ b ]]*");
}

TEST_CASE("any bytes are tokens of some kind") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  std::size_t end = 0;
  for (const Token& token : tokenize(bytes)) {
    CHECK(token.begin >= end);
    CHECK(token.end > token.begin);
    end = token.end;
  }
  CHECK(end <= bytes.size());
}
