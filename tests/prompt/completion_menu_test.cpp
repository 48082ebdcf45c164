#include "interpreter/prompt/editor/completion_menu.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad::interpreter;

TEST_CASE("a word becomes what its candidates have in common, never less than it is") {
  CHECK(completed("ng.mi", {0, {"ng.minimize"}}) == "ng.minimize");
  CHECK(completed("string.re", {0, {"string.rep", "string.repeated"}}) == "string.rep");
  CHECK(completed("t.", {0, {"t.a", "t[\"a b\"]"}}) == "t.");
  CHECK(completed("x", {0, {}}) == "x");
  CHECK(completed("'", {0, {"'é", "'è"}}) == "'");  // the bytes C3 that they share are no character
}

TEST_CASE("a menu lists what is different, in columns, and turns its pages") {
  CompletionMenu menu;
  CHECK(menu.lines({80, 24}).empty());
  menu.open({"string.rep", "string.reverse"});
  CHECK(menu.lines({80, 24}) == std::vector<std::string>{"rep      reverse"});
  menu.open({"a", "b", "c", "d", "e"});
  CHECK(menu.lines({4, 4}) == std::vector<std::string>{"a  c", "b  d", "(1-4 of 5; Tab shows more)"});
  menu.next_page();
  CHECK(menu.lines({4, 4}) == std::vector<std::string>{"e", "(5-5 of 5; Tab shows the first)"});
  menu.next_page();
  CHECK(menu.lines({4, 4})[0] == "a  c");
  menu.close();
  CHECK(!menu.is_open());
}

TEST_CASE("a menu of very many or very long candidates is small") {
  CompletionMenu menu;
  menu.open(std::vector<std::string>(100000, std::string(300, 'x')));
  CHECK(menu.lines({80, 24}).size() == 13);
  CHECK(menu.lines({1, 1}).size() == 2);
}
