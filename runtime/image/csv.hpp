#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nilgrad {

/// The rows of a CSV text: fields between commas, in double quotes where they hold commas, quotes (doubled) or ends of
/// lines; lines end in \n or \r\n; a byte-order mark at the start and empty lines are passed over. Throws Error(file),
/// beginning with "NAME:LINE", for a quoted field that does not end or goes on after its closing quote.
class CsvRows {
 public:
  CsvRows(std::string_view text, std::string name);

  /// Reads the next row into `fields`; false after the last.
  bool next(std::vector<std::string>& fields);
  /// Where the row read last begins, from 1.
  std::size_t line() const noexcept { return line_; }
  /// "NAME:LINE", what an error about that row begins with.
  std::string place() const;

 private:
  void read_field(std::string& field);
  void read_quoted(std::string& field);
  bool at_end_of_line() const;

  std::string_view rest_;
  std::string name_;
  std::size_t line_ = 0, next_line_ = 1;
};

/// A field of a CSV file as it must be quoted to be read again.
std::string csv_field(std::string_view text);

}  // namespace nilgrad
