#pragma once

namespace nilgrad::interpreter {

/// nilgrad new NAME: a library to begin from.
int new_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
