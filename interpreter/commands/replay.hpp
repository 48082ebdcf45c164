#pragma once

namespace nilgrad::interpreter {

/// `nilgrad replay PATH [--step N] [--out FILE]`: what a journal holds, and its point after any step, with nothing
/// evaluated.
int replay_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
