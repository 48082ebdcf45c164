#include "interpreter/prompt/history_line.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad::interpreter;

TEST_CASE("any unit is a line of text, and comes back from it") {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  for (const std::string& unit :
       {std::string("a = 1\nb = '\\n' -- \\x41"), std::string("日本\té"), bytes, bytes + bytes}) {
    std::string line = history_line(unit);
    REQUIRE(line.find('\n') == line.size() - 1);
    line.pop_back();
    CHECK(is_history_line(line));
    CHECK(unit_of(line) == unit);
  }
}

TEST_CASE("a line that ends in the middle of an escape is taken as it is") {
  CHECK(unit_of("a\\") == "a\\");
  CHECK(unit_of("a\\x4") == "ax4");
  CHECK(unit_of("a\\xzz") == "axzz");
}

TEST_CASE("lines of a broken file are told from units") {
  CHECK(!is_history_line(std::string_view("a\0b", 3)));
  CHECK(!is_history_line("\xff"));
  CHECK(!is_history_line("\033[A"));
  CHECK(is_history_line("x\t= 1"));
}
