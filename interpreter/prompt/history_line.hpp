#pragma once
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// A unit as one line of UTF-8 text, with a newline at its end: "\\n", "\\\\" and "\\xff" stand for what such a line
/// cannot hold.
std::string history_line(std::string_view unit);

/// The other way, of a line without its newline.
std::string unit_of(std::string_view line);

/// Can history_line() have made it? UTF-8 without control characters.
bool is_history_line(std::string_view line);

}  // namespace nilgrad::interpreter
