#include "interpreter/prompt/editor/unit_view.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace nilgrad::interpreter {
namespace {

constexpr std::string_view erase_to_end_of_row = "\033[K", erase_below = "\033[J", home_and_erase = "\033[H\033[J";
constexpr std::string_view no_style = "\033[0m";

/// How many glyphs may stay: not past the first that differs, and not to the middle of a style.
std::size_t common_begin(const std::vector<Glyph>& old, const std::vector<Glyph>& row) {
  std::size_t common = 0;
  bool styled = false;
  for (std::size_t i = 0; i < old.size() && i < row.size() && old[i] == row[i]; ++i) {
    if (row[i].width == 0) styled = row[i].bytes != no_style;
    if (!styled) common = i + 1;
  }
  return common;
}

/// Most terminals break rows anew when they become narrower; xterm, the console and screen cut them off.
bool terminal_breaks_rows() {
  const char* term = std::getenv("TERM");
  const std::string_view name = term ? term : "";
  if (std::getenv("TMUX")) return true;
  return !name.starts_with("linux") && !name.starts_with("screen") && !std::getenv("XTERM_VERSION");
}

}  // namespace

void UnitView::show(const EditedUnit& unit) {
  const TerminalSize size = terminal_size(STDOUT_FILENO);
  if (size != size_ && !shown_.rows.empty()) {
    size_ = size;
    adapt_to_new_size();
  }
  size_ = size;
  Picture picture = lay_out(unit, size, top_);
  for (std::size_t i = 0; i < picture.rows.size(); ++i) write_row(i, picture.rows[i]);
  if (shown_.rows.size() > picture.rows.size()) {
    move_to(picture.rows.size(), 0);
    output_ += erase_below;
  }
  move_to(picture.cursor_row, picture.cursor_column);
  shown_ = std::move(picture);
  flush();
}

void UnitView::write_row(std::size_t index, const Row& row) {
  static const Row empty;
  const bool is_new = index >= shown_.rows.size();
  const Row& old = is_new ? empty : shown_.rows[index];
  if (!is_new && old == row) return;
  const std::size_t common = common_begin(old.glyphs, row.glyphs);
  const int kept = width({{row.glyphs.begin(), row.glyphs.begin() + static_cast<std::ptrdiff_t>(common)}});
  if (common == 0 && row.continues && !row.glyphs.empty() && is_at_end_of_row(index))
    wrap();
  else
    move_to(index, kept);
  for (std::size_t i = common; i < row.glyphs.size(); ++i) {
    output_ += row.glyphs[i].bytes;
    column_ += row.glyphs[i].width;
  }
  if (width(old) > column_) output_ += erase_to_end_of_row;
}

bool UnitView::is_at_end_of_row(std::size_t before) const { return row_ + 1 == before && column_ >= size_.columns; }

/// What is written now goes to the next row by itself, which the terminal remembers: such rows are copied as one line,
/// and are put together again when it becomes wider.
void UnitView::wrap() {
  ++row_;
  column_ = 0;
}

/// A line feed at the terminal's last row moves all of it up: rows that are new need no more than that.
void UnitView::move_to(std::size_t row, int column) {
  if (is_at_end_of_row(row) && column == 0 && row >= shown_.rows.size()) {
    output_ += " \r";
    return wrap();
  }
  if (column_ >= size_.columns && (row != row_ || column < column_)) {
    output_ += '\r';
    column_ = 0;
  }
  if (row > row_) {
    output_ += '\r';
    output_.append(row - row_, '\n');
    column_ = 0;
  } else if (row < row_) {
    output_ += fmt::format("\033[{}A", row_ - row);
  }
  if (column > column_) output_ += fmt::format("\033[{}C", column - column_);
  if (column < column_) output_ += fmt::format("\033[{}D", column_ - column);
  row_ = row;
  column_ = column;
}

/// How many rows the terminal has between the first of what is shown and the cursor, now that its size is another.
std::size_t UnitView::rows_above() const {
  if (!terminal_breaks_rows()) return row_;
  const auto rows_within = [&](int columns) {
    return static_cast<std::size_t>(std::max(columns - 1, 0) / size_.columns);
  };
  std::size_t above = 0;
  int line = 0;  // columns of a line, in however many rows
  for (std::size_t i = 0; i < row_; ++i) {
    line += width(shown_.rows[i]);
    if (shown_.rows[i + 1].continues) continue;
    above += rows_within(line) + 1;
    line = 0;
  }
  return above + static_cast<std::size_t>((line + column_) / size_.columns);
}

void UnitView::adapt_to_new_size() {
  const std::size_t above = std::min(rows_above(), static_cast<std::size_t>(size_.rows) - 1);
  output_ += '\r';
  if (above > 0) output_ += fmt::format("\033[{}A", above);
  output_ += erase_below;
  forget();
}

void UnitView::leave(std::string_view last_words) {
  if (shown_.rows.empty()) return;
  output_ += last_words;
  move_to(shown_.text_rows - 1, 0);
  output_ += "\r\n";
  if (shown_.rows.size() > shown_.text_rows) output_ += erase_below;
  top_ = 0;
  forget();
  flush();
}

void UnitView::forget() {
  shown_ = {};
  row_ = 0;
  column_ = 0;
}

void UnitView::clear_screen() {
  output_ += home_and_erase;
  forget();
}

void UnitView::flush() {
  std::fwrite(output_.data(), 1, output_.size(), stdout);
  std::fflush(stdout);
  output_.clear();
}

}  // namespace nilgrad::interpreter
