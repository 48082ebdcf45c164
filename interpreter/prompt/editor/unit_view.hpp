#pragma once
#include <string>
#include <string_view>

#include "interpreter/prompt/editor/unit_rows.hpp"

namespace nilgrad::interpreter {

/// A unit on the terminal. Writes only what differs from what it has written before, for which it takes the terminal to
/// be as it left it, and the rows below its first to be its own.
class UnitView {
 public:
  void show(const EditedUnit& unit);
  /// Puts the cursor on a row of its own below the text, which is left there, with `last_words` where the cursor was.
  void leave(std::string_view last_words = "");
  /// What is shown is no longer on the terminal: the next unit begins where the cursor is.
  void forget();
  /// Clears the terminal; the next unit begins at its top.
  void clear_screen();

 private:
  std::size_t rows_above() const;
  void adapt_to_new_size();
  void write_row(std::size_t index, const Row& row);
  bool is_at_end_of_row(std::size_t before) const;
  void wrap();
  void move_to(std::size_t row, int column);
  void flush();

  Picture shown_;
  TerminalSize size_{0, 0};
  std::size_t top_ = 0;
  std::size_t row_ = 0;  // the cursor's; its column is the terminal's width where the last one has just been filled
  int column_ = 0;
  std::string output_;
};

}  // namespace nilgrad::interpreter
