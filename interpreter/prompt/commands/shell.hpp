#pragma once
#include <string>

namespace nilgrad::interpreter {

/// Runs a command of the shell and waits for it. Empty where it ended well, else how it ended.
std::string failure_of(const std::string& command);

/// A text as one word of the shell.
std::string as_word(const std::string& text);

}  // namespace nilgrad::interpreter
