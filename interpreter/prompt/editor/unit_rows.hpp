#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/prompt/editor/glyph.hpp"
#include "interpreter/prompt/terminal.hpp"

namespace nilgrad::interpreter {

/// A unit while it is edited.
struct EditedUnit {
  std::string_view text;
  std::size_t cursor = 0;  // a byte of the text
  /// Before the first line and before the others. Bytes between \001 and \002 are escape sequences, as readline has it.
  std::string_view prompt, continued;
  std::vector<std::string> below = {};  // lines to be shown under it
};

struct Row {
  std::vector<Glyph> glyphs = {};
  bool continues = false;  // the line of the row before, which was full
  bool operator==(const Row&) const = default;
};
int width(const Row& row);

/// What a terminal is to show of it.
struct Picture {
  std::vector<Row> rows;
  std::size_t text_rows = 0;  // of these; the others are below
  std::size_t cursor_row = 0;
  int cursor_column = 0;
};

/// Lays a unit out on at most the terminal's rows, of which the cursor is always on one. `top`, a byte of the text,
/// says where the rows began last time and begin now: they move no further than the cursor makes them. Takes no longer
/// for a huge text than for one that fills the terminal; the lines of one up to some megabytes are counted.
Picture lay_out(const EditedUnit& unit, TerminalSize size, std::size_t& top);

}  // namespace nilgrad::interpreter
