#pragma once
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// Text with its lines broken between words so that they fit into so many columns. What a line goes on with stands
/// below where its last column of words began: after two blanks or more, else at the line's own indent.
std::string wrapped(std::string_view text, std::size_t columns);

}  // namespace nilgrad::interpreter
