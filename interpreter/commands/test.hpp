#pragma once

namespace nilgrad::interpreter {

/// nilgrad test [FILE|FOLDER…]: whether a library keeps to its contract and scripts to their comments.
int test_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
