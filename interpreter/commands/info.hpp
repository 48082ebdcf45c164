#pragma once

namespace nilgrad::interpreter {

/// nilgrad info: what this build and this machine have.
int info_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
