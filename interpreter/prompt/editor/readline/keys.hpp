#pragma once

// Keys that mean something else in a text of several lines than in readline's one line.
namespace nilgrad::interpreter {

/// Wherever a key does what readline's own function does, by default or as the user's .inputrc has it, it does ours.
void bind_line_keys();
/// The same for the key that kills a line, which readline takes from the terminal's settings whenever it begins to
/// read.
void bind_terminal_keys();

/// Puts `ours` in the place of readline's function, on whatever keys that is.
void rebind(int (*readlines)(int, int), int (*ours)(int, int));

}  // namespace nilgrad::interpreter
