#include "interpreter/prompt/editor/unit_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nilgrad::interpreter {
namespace {

/// Writes glyphs from left to right, and on in a new row where they do not fit.
class Layout {
 public:
  Layout(const EditedUnit& unit, int columns) : unit_(unit), columns_(columns) {}

  /// The part of the text that begins at `begin` and ends at `end`.
  void write(std::size_t begin, std::size_t end) {
    new_row(begin);
    write_prompt(begin == 0 ? unit_.prompt : begins_line(begin) ? unit_.continued : "");
    std::string_view rest = unit_.text.substr(begin, end - begin);
    while (!rest.empty()) {
      const std::size_t at = end - rest.size();
      if (rest[0] == '\n') {
        if (unit_.cursor == at) place_cursor(at);
        rest.remove_prefix(1);
        new_row(at + 1);
        write_prompt(unit_.continued);
        continue;
      }
      Glyph glyph = take_glyph(rest, column_);
      if (column_ + glyph.width > columns_) new_row(at, true);
      if (unit_.cursor >= at && unit_.cursor < end - rest.size()) place_cursor(at);
      push(std::move(glyph));
    }
    if (unit_.cursor >= end) place_cursor(end);
  }

  std::vector<Row> rows;
  std::vector<std::size_t> begins;  // of each row: the byte of the text
  std::size_t cursor_row = 0;
  int cursor_column = 0;

 private:
  bool begins_line(std::size_t begin) const { return unit_.text[begin - 1] == '\n'; }

  void new_row(std::size_t begin, bool continues = false) {
    rows.push_back({{}, continues});
    begins.push_back(begin);
    column_ = 0;
  }

  void push(Glyph glyph) {
    column_ += glyph.width;
    rows.back().glyphs.push_back(std::move(glyph));
  }

  void write_prompt(std::string_view prompt) {
    const std::size_t begin = begins.back();
    while (!prompt.empty()) {
      if (prompt[0] == '\001') {
        const std::size_t end = std::min(prompt.find('\002'), prompt.size() - 1);
        if (end > 1) push({std::string(prompt.substr(1, end - 1)), 0});
        prompt.remove_prefix(end + 1);
      } else if (prompt[0] == '\n') {
        prompt.remove_prefix(1);
        new_row(begin);
      } else {
        Glyph glyph = take_glyph(prompt, column_);
        if (column_ + glyph.width > columns_) new_row(begin, true);
        push(std::move(glyph));
      }
    }
  }

  void place_cursor(std::size_t at) {
    if (column_ >= columns_) new_row(at, true);
    cursor_row = rows.size() - 1;
    cursor_column = column_;
  }

  const EditedUnit& unit_;
  int columns_;
  int column_ = 0;
};

/// Of the text, a part around the cursor that fills the terminal more than once on either side.
struct Part {
  std::size_t begin, end;
};

Part part_around_cursor(const EditedUnit& unit, TerminalSize size) {
  const std::size_t most = static_cast<std::size_t>(size.columns) * static_cast<std::size_t>(size.rows) * 4;
  const std::size_t block = unit.cursor / most;
  const std::size_t end = std::min(unit.text.size(), (block + 3) * most);
  if (block < 2) return {0, end};
  std::size_t begin = (block - 1) * most;
  const std::size_t newline = unit.text.substr(0, unit.cursor).find('\n', begin);
  if (newline != std::string_view::npos) return {newline + 1, end};
  while (begin < unit.cursor && (static_cast<unsigned char>(unit.text[begin]) & 0xC0) == 0x80) ++begin;
  return {begin, end};
}

constexpr std::size_t most_counted = 4 << 20;  // bytes: counting more would be felt at every key

std::string lines_shown(std::string_view text, std::size_t begin, std::size_t end) {
  const auto count = [&](std::size_t from, std::size_t to) {
    return std::count(text.begin() + static_cast<std::ptrdiff_t>(from), text.begin() + static_cast<std::ptrdiff_t>(to),
                      '\n');
  };
  if (text.size() > most_counted) return fmt::format("(a part of {:.1f} MB)", static_cast<double>(text.size()) / 1e6);
  const auto first = 1 + count(0, begin), last = first + count(begin, end), lines = last + count(end, text.size());
  if (lines == 1) return fmt::format("(a part of {} bytes)", text.size());
  return fmt::format("(lines {}-{} of {})", first, last, lines);
}

void add_line_below(std::string_view line, int columns, std::vector<Row>& rows) {
  Row row;
  int column = 0;
  while (!line.empty()) {
    Glyph glyph = take_glyph(line, column);
    column += glyph.width;
    if (column > columns) break;
    row.glyphs.push_back(std::move(glyph));
  }
  rows.push_back(std::move(row));
}

}  // namespace

int width(const Row& row) {
  int columns = 0;
  for (const Glyph& glyph : row.glyphs) columns += glyph.width;
  return columns;
}

Picture lay_out(const EditedUnit& unit, TerminalSize size, std::size_t& top) {
  const Part part = part_around_cursor(unit, size);
  Layout layout(unit, size.columns);
  layout.write(part.begin, part.end);
  std::vector<std::string> below = unit.below;
  const auto screen = static_cast<std::size_t>(size.rows);
  below.resize(std::min(below.size(), screen - 1));
  const bool all = part.begin == 0 && part.end == unit.text.size() && layout.rows.size() + below.size() <= screen;
  if (!all && below.empty() && screen > 2) below.resize(1);  // tells which lines are seen
  const std::size_t seen = std::min(layout.rows.size(), screen - below.size());

  std::size_t first = 0;
  while (!all && first + 1 < layout.rows.size() && layout.begins[first] < top) ++first;
  first = std::min({first, layout.cursor_row, layout.rows.size() - seen});
  first = std::max(first, layout.cursor_row < seen ? 0 : layout.cursor_row - seen + 1);
  top = layout.begins[first];

  const std::size_t last = first + seen;
  if (!all && unit.below.empty() && !below.empty())
    below[0] = lines_shown(unit.text, top, last < layout.rows.size() ? layout.begins[last] - 1 : part.end);
  Picture picture{{layout.rows.begin() + static_cast<std::ptrdiff_t>(first),
                   layout.rows.begin() + static_cast<std::ptrdiff_t>(last)},
                  seen,
                  layout.cursor_row - first,
                  layout.cursor_column};
  for (const std::string& line : below) add_line_below(line, size.columns, picture.rows);
  return picture;
}

}  // namespace nilgrad::interpreter
