# Sourced by the scripts of this folder. `run` runs a command and keeps its exit code and what it wrote; each expect_… says what
# must be true of the last run, and ends the script with the place and the difference if it is not.
#   run "$NILGRAD" -e 'print(1)'
#   expect_code 0
#   expect_stdout 1                  # all of it, less the newlines at the end
#   expect_stderr_has 'unknown'      # a part of it
# $scratch is an empty folder, removed at the end.
set -u
: "${NILGRAD:?is to be the path of the program}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

run() {
  command_line="$*"
  code=0
  stdout=$("$@" 2>"$scratch/.stderr") || code=$?
  stderr=$(cat "$scratch/.stderr")
}

expect_code() { [[ $code = "$1" ]] || mismatch 'exit code' "$1" "$code"; }
expect_stdout() { [[ $stdout = "$1" ]] || mismatch stdout "$1" "$stdout"; }
expect_stderr() { [[ $stderr = "$1" ]] || mismatch stderr "$1" "$stderr"; }
expect_stdout_has() { [[ $stdout = *"$1"* ]] || mismatch 'stdout with' "$1" "$stdout"; }
expect_stderr_has() { [[ $stderr = *"$1"* ]] || mismatch 'stderr with' "$1" "$stderr"; }

mismatch() {
  printf '%s:%s: %s\n  expected %s: %s\n  got: %s\n' "${BASH_SOURCE[2]}" "${BASH_LINENO[1]}" "$command_line" "$@"
  [[ $1 = stderr* ]] || printf '  stderr: %s\n' "$stderr"
  exit 1
} >&2

# Whether the program is one of a sanitizer, whose memory is its own and whose time is long.
sanitized() { grep -q __asan_init "$NILGRAD"; }
