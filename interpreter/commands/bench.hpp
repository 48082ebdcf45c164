#pragma once

namespace nilgrad::commands {

/// `nilgrad bench NAME …`: measures this machine and prints a table. argv[0] is NAME, what follows "bench" on the
/// command line. Returns the exit code (0 done, 2 usage); throws Error for a value that this machine cannot do.
int bench_command(int argc, char** argv);

}  // namespace nilgrad::commands
