#include "interpreter/prompt/values/layout.hpp"

#include <catch2/catch.hpp>

#include "interpreter/prompt/width.hpp"

using namespace nilgrad::interpreter;

namespace {

ValueTree item(std::string text) { return {"", std::move(text), {}}; }
ValueTree field(const std::string& name, ValueTree value) {
  value.key = name + " = ";
  return value;
}

}  // namespace

TEST_CASE("a table that fits stands on one line") {
  const ValueTree table{"", "", {item("1"), field("x", {"", "", {item("2"), item("3")}})}};
  CHECK(lay_out(table, 80, 9) == "{ 1, x = { 2, 3 } }");
  CHECK(lay_out(table, 80, 1) == "{ 1, x = {…} }");
  CHECK(lay_out(item("text"), 80, 9) == "text");
}

TEST_CASE("a longer one is filled into lines that fit") {
  ValueTree table;
  for (int i = 0; i < 12; ++i) table.items.push_back(item("abcdef"));
  CHECK(lay_out(table, 30, 9) ==
        "{\n  abcdef, abcdef, abcdef,\n  abcdef, abcdef, abcdef,\n  abcdef, abcdef, abcdef,\n  abcdef, abcdef, "
        "abcdef,\n}");
}

TEST_CASE("columns are counted, not bytes") {
  ValueTree wide, accented;
  for (int i = 0; i < 4; ++i) wide.items.push_back(item("日本語")), accented.items.push_back(item("éèêëàù"));
  CHECK(lay_out(accented, 36, 9).find('\n') == std::string::npos);
  CHECK(lay_out(wide, 36, 9).find('\n') == std::string::npos);
  CHECK(lay_out(wide, 33, 9).find('\n') != std::string::npos);
  CHECK(columns_of("e\u0301") == 1);
  CHECK(columns_of("\xff\xfe") == 2);
}

TEST_CASE("text of several lines is indented as what it belongs to") {
  const ValueTree table{"", "", {field("x", item("a\n  b"))}};
  CHECK(lay_out(table, 80, 9) == "{\n  x = a\n    b,\n}");
}

TEST_CASE("a table is laid out only as deep as lines allow") {
  ValueTree row, table;
  for (int i = 0; i < 30; ++i) row.items.push_back(item("abcdef"));
  for (int i = 0; i < 10; ++i) table.items.push_back(row);
  const std::string tight = lay_out_within(table, 40, 10);
  CHECK(tight.find("abcdef") == std::string::npos);
  CHECK(lay_out_within(table, 40, 1000).find("abcdef") != std::string::npos);
}

TEST_CASE("text is cut to columns between characters") {
  CHECK(fitted("abcdef", 6) == "abcdef");
  CHECK(fitted("abcdef", 4) == "abc…");
  CHECK(fitted("日本語", 5) == "日本…");
  CHECK(fitted("日本語", 4) == "日…");
}
