#pragma once
#include <lua.hpp>

namespace nilgrad::bindings {

/// Adds to the table at the top of the stack what tells about the terminal that standard output is:
///   room() -> rows, columns, and the size of all of it in pixels where it says so (else 0, 0); nothing where it is
///   none ask(question, last, seconds) -> what the terminal answers to a sequence of control characters, until an
///   answer that
///     ends in `last`; as much as came within that time. Nothing where it cannot be asked: standard input or output is
///     no terminal, another job has it, or something was typed ahead, which would be lost.
///   gnuplot() -> whether there is such a program in PATH
void add_terminal_answers(lua_State* L);

}  // namespace nilgrad::bindings
