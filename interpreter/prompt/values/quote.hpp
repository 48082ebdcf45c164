#pragma once
#include <string>
#include <string_view>

namespace nilgrad::interpreter {

/// At most `limit` bytes of a text, cut between characters; its whole length is said when something was cut.
std::string shortened(std::string_view text, std::size_t limit);

/// The same in quotes, as Lua would read it: control characters and what is not UTF-8 as numbers.
std::string quoted(std::string_view text, std::size_t limit);

}  // namespace nilgrad::interpreter
