# Sourced after expect.bash: runs lua5.4 and the program side by side, called by the same name, in the folder $scratch.
#   same_as_lua ARGUMENTS…   both end with the same output, messages and exit code
# Standard input is $input (a text). The program's result is left for the functions of expect.bash. What only the program's
# longer search path adds to a message is left out: what lies in the current folder and in the home folder's rocks.
input=''

beside() { # KIND PROGRAM ARGUMENTS…: leaves KIND.out and KIND.err
  local kind=$1 program=$2
  shift 2
  code=0
  (cd "$scratch" && exec -a program "$program" "$@") <<<"$input" >"$scratch/.$kind.out" 2>"$scratch/.$kind.err" || code=$?
  IFS= read -r -d '' stderr <"$scratch/.$kind.err" || true
}

# Of $stderr; no process is started for the many cases that name none.
without_searched_folders() {
  [[ $stderr = *$'\n\tno file '* ]] || return 0
  stderr=$(grep -v "no file '\(\.\|$HOME/\.luarocks\)/" <<<"$stderr")$'\n'
}

same_as_lua() {
  local lua_code lua_stderr
  command_line="$*"
  beside lua lua5.4 "$@"
  without_searched_folders
  lua_code=$code lua_stderr=$stderr
  beside program "$NILGRAD" "$@"
  without_searched_folders
  IFS= read -r -d '' stdout <"$scratch/.program.out" || true
  while [[ $stdout = *$'\n' ]]; do stdout=${stdout%$'\n'}; done
  cmp -s "$scratch/.lua.out" "$scratch/.program.out" || mismatch stdout "$(cat -v "$scratch/.lua.out")" "$(cat -v "$scratch/.program.out")"
  [[ $stderr = "$lua_stderr" ]] || mismatch stderr "$lua_stderr" "$stderr"
  [[ $code = "$lua_code" ]] || mismatch 'exit code' "$lua_code" "$code"
}
