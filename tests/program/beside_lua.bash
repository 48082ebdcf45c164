# Sourced after expect.bash: runs lua5.4 and the program side by side, called by the same name, in the folder $scratch.
#   same_as_lua ARGUMENTS…               both end with the same output, messages and exit code
#   same_output_as_lua CODE ARGUMENTS…   the same output and messages, but the program's exit code is CODE
# Standard input is $input (a text). The program's result is left for the functions of expect.bash. What only the program's
# longer search path adds to a message is left out.
input=''

called_as_program() { (cd "$scratch" && exec -a program "$@") <<<"$input"; }

without_our_paths() { grep -v "no file '\(\./lua_modules\|$HOME/\.luarocks\)/" <<<"$1" || true; }

same_output_as_lua() {
  local expected_code=$1 lua_code lua_stdout lua_stderr
  shift
  run called_as_program lua5.4 "$@"
  lua_code=$code lua_stdout=$stdout lua_stderr=$stderr
  run called_as_program "$NILGRAD" "$@"
  stderr=$(without_our_paths "$stderr")
  [[ $expected_code != lua ]] || expected_code=$lua_code
  [[ $stdout = "$lua_stdout" ]] || mismatch stdout "$lua_stdout" "$stdout"
  [[ $stderr = "$lua_stderr" ]] || mismatch stderr "$lua_stderr" "$stderr"
  [[ $code = "$expected_code" ]] || mismatch 'exit code' "$expected_code" "$code"
}

same_as_lua() { same_output_as_lua lua "$@"; }
