#include "interpreter/prompt/completion/place.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace nilgrad::interpreter;

namespace {

std::string to_text(const Path& path) {
  std::string text;
  for (const auto& step : path) {
    if (!text.empty()) text += '/';
    text += std::holds_alternative<std::string>(step) ? std::get<std::string>(step)
                                                      : std::to_string(std::get<long long>(step));
  }
  return text;
}

/// "of what the braces or string are, whether an option may begin, the option being written, those given"
std::string braces(std::string_view text) {
  const Place place = place_of(text);
  return fmt::format("{} {} {} {}", to_text(place.called), place.key ? "key" : "-",
                     place.option.empty() ? "-" : place.option, fmt::join(place.given, ","));
}

std::string object(std::string_view text) { return to_text(place_of(text).object); }

}  // namespace

TEST_CASE("what stands before the last dot or colon is the object that is asked for its fields") {
  CHECK(object("print(a.b.c") == "a/b");
  CHECK(object("a.b:") == "a/b");
  CHECK(object("t[1].x") == "t/1");
  CHECK(object("t[ 'a b' ]. x") == "t/a b");
  CHECK(object("name").empty());
  CHECK(place_of("name").kind == Place::Kind::expression);
  CHECK(place_of("print(a.b.c").begin == 6);
  CHECK(place_of("print(a.b.c").last == 10);
}

TEST_CASE("what a call or a number gives has no fields that are known without running it") {
  for (const char* text : {"f().x", "(a).x", "t[i].x", "a..b.c..d().e"}) CHECK(place_of(text).object.empty());
  CHECK(place_of("f().x").kind == Place::Kind::nowhere);
  CHECK(place_of("3.x").kind == Place::Kind::nowhere);
  CHECK(place_of("-- a.").kind == Place::Kind::nowhere);
}

TEST_CASE("braces are given to the function before them") {
  CHECK(braces("ng.minimize(f, { op") == "ng/minimize key - ");
  CHECK(braces("ng.estimator.dap { ") == "ng/estimator/dap key - ");
  CHECK(braces("a { x = b { y = 1 }, z = c.d { ") == "c/d key - ");
  CHECK(braces("a { x = b { y = 1 }, z") == "a key - x");
  CHECK(braces("study:optimize(function(t)\n  local u = { 1 }\n  return 1, 2\nend, { tri") == "study/optimize key - ");
}

TEST_CASE("braces within a function's body are not its caller's options") {
  CHECK(braces("study:optimize(function(t) return 1, { tri") == " key - ");
  CHECK(braces("study:optimize(function(t) local u = { tri") == " key - ");
  CHECK(braces("x = { ") == " key - ");
}

TEST_CASE("an option's value is being written after its equals sign") {
  CHECK(braces("f { a = 1, b = ") == "f - b a");
  CHECK(braces("f { a = 1, b = ng.x") == "f - b a");
  CHECK(braces("f { a = g(b == 1), c = { d = 2 }, e") == "f key - a,c");
  CHECK(braces("f { side = \"ce") == "f - side ");
  CHECK(braces("f { a = 1 + ") == "f - - a");
}

TEST_CASE("a string knows what it is given to") {
  CHECK(to_text(place_of("require \"a.").called) == "require");
  CHECK(to_text(place_of("require('a.").called) == "require");
  CHECK(to_text(place_of("x = 'a").called).empty());
  CHECK(place_of("io.open [[a").quote == "[[");
  CHECK(place_of("io.open 'a b").begin == 9);
}

TEST_CASE("brackets that match nothing are passed over") {
  CHECK(braces("} ) end f { x") == "f key - ");
  CHECK(braces("( [ { f { x") == "f key - ");
  CHECK(braces("f { ( } x") == " - - ");
}

TEST_CASE("a path is read as it is written") {
  CHECK(to_text(parse_path("ng.study:optimize")) == "ng/study/optimize");
  CHECK(parse_path("a b").empty());
  CHECK(parse_path("a.").empty());
  CHECK(parse_path("f()").empty());
  CHECK(parse_path("").empty());
  CHECK(parse_path("end").empty());
}
