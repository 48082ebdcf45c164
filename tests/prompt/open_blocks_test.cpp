#include "interpreter/prompt/open_blocks.hpp"

#include <catch2/catch.hpp>
#include <string_view>

namespace nilgrad::interpreter {
namespace {

/// What is open after each line of the text, as a list of 0 and 1.
std::string open_after_lines(std::string_view text) {
  OpenBlocks blocks;
  std::string unit, open;
  for (const char c : text) {
    unit += c;
    if (c != '\n') continue;
    blocks.add_line(unit);
    open += blocks.any() ? '1' : '0';
  }
  return open;
}

}  // namespace

TEST_CASE("blocks and brackets are open until the line that closes the last of them") {
  CHECK(open_after_lines("for i = 1, 2 do\n if i then\n print(i)\n end\nend\n") == "11110");
  CHECK(open_after_lines("repeat\n local f = function()\n end\nuntil f\n") == "1110");
  CHECK(open_after_lines("t = {\n{ 1,\n2 },\n}\n") == "1110");
  CHECK(open_after_lines("while x do x = (\nx) end\n") == "10");
  CHECK(open_after_lines("x =\n5\n") == "00");
}

TEST_CASE("what strings and comments say opens nothing, and they may have many lines") {
  CHECK(open_after_lines("s = [==[ do\n]] {\n]==]\n") == "110");
  CHECK(open_after_lines("--[[ ( \n end ]] do\n -- end\nend\n") == "1110");
  CHECK(open_after_lines("s = 'do\\\nif' -- {\n") == "10");
  CHECK(open_after_lines("f('end', \"}\",\n 1)\n") == "10");
}

}  // namespace nilgrad::interpreter
