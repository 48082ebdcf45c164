#pragma once

namespace nilgrad::interpreter {

inline constexpr int exit_done = 0;
inline constexpr int exit_error = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_interrupted = 130;  // what a shell reports for death by SIGINT

}  // namespace nilgrad::interpreter
