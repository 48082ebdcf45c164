#pragma once

namespace nilgrad::interpreter {

/// nilgrad bench NAME: measures this machine and prints a table; `nilgrad bench --help` lists the names. Throws Error
/// for what this machine cannot do.
int bench_command(int argc, char** argv);

}  // namespace nilgrad::interpreter
