#include "interpreter/prompt/editor/unit_rows.hpp"

#include <catch2/catch.hpp>

using namespace nilgrad::interpreter;

namespace {

std::vector<std::string> texts(const Picture& picture) {
  std::vector<std::string> rows;
  for (const Row& row : picture.rows) {
    std::string& text = rows.emplace_back();
    for (const Glyph& glyph : row.glyphs) text += glyph.bytes;
  }
  return rows;
}

EditedUnit unit(std::string_view text, std::size_t cursor) { return {text, cursor, "> ", ">> ", {}}; }

}  // namespace

TEST_CASE("a chunk's lines are rows behind their prompts, and its cursor is among them") {
  std::size_t top = 0;
  const Picture picture = lay_out(unit("do\n\tx()\nend", 4), {20, 10}, top);
  CHECK(texts(picture) == std::vector<std::string>{"> do", ">>      x()", ">> end"});
  CHECK(picture.cursor_row == 1);
  CHECK(picture.cursor_column == 8);
}

TEST_CASE("a prompt's escape sequences take no room") {
  std::size_t top = 0;
  const Picture picture = lay_out({"abcdef", 6, "\001\033[1m\002> \001\033[0m\002", "", {}}, {8, 10}, top);
  CHECK(texts(picture) == std::vector<std::string>{"\033[1m> \033[0mabcdef", ""});
  CHECK(picture.rows[1].continues);
  CHECK(picture.cursor_row == 1);
  CHECK(picture.cursor_column == 0);
}

TEST_CASE("what is no text is shown as what it is") {
  std::size_t top = 0;
  CHECK(texts(lay_out(unit("\x01\x7f\xff\xc2\x80\xe2\x82", 0), {80, 10}, top)) ==
        std::vector<std::string>{"> ^A^?\\xff\\xc2\\x80\\xe2\\x82"});
  CHECK(texts(lay_out(unit("e\xcc\x81\xcc\x81", 0), {80, 10}, top)) == std::vector<std::string>{"> e\xcc\x81\xcc\x81"});
}

TEST_CASE("the cursor is seen in a chunk of any size on a terminal of any size") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += i % 7 ? "short\n" : "a line that is longer than most others, 日本\n";
  std::size_t top = 0;
  for (const int columns : {2, 9, 80})
    for (const int rows : {1, 2, 3, 24})
      for (std::size_t cursor = 0; cursor <= text.size(); cursor += 997) {
        const Picture picture = lay_out(unit(text, cursor), {columns, rows}, top);
        REQUIRE(picture.rows.size() <= static_cast<std::size_t>(rows));
        REQUIRE(picture.cursor_row < picture.text_rows);
        REQUIRE(picture.cursor_column < columns);
        REQUIRE(top <= cursor);
      }
}

TEST_CASE("a line of megabytes is laid out around the cursor alone") {
  const std::string text(50'000'000, 'x');
  std::size_t top = 0;
  const Picture picture = lay_out(unit(text, text.size() / 2), {80, 24}, top);
  CHECK(picture.rows.size() == 24);
  CHECK(texts(picture).back() == "(a part of 50.0 MB)");
}
