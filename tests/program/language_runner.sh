# tests/language/run.lua fails, and says where, when a script does not do what its comments say.
. tests/program/expect.bash

script() { # TEXT: runs it as a language test
  printf '%s' "$1" >"$scratch/script.lua"
  run "$NILGRAD" tests/language/run.lua "$scratch/script.lua"
}

fails_at() { # LINE MESSAGE
  expect_code 1
  expect_stderr_has "$scratch/script.lua:$1: $2"
}

script $'print(1)\nprint(2) --> 2'
fails_at 2 "expected '2', got '1'"

script $'print(1) --> 1\n--> 2\n'
fails_at 2 "expected '2', but the output had ended"

script $'print(1) --> 1\nprint(2)\n'
fails_at 1 "nothing more was expected, got '2'"

script $'print(1)\n'
fails_at 1 'states neither output (-->) nor an error (--!)'

script $'error "other" --! this\n'
fails_at 1 "expected the error 'this' here, got"

script $'--! this\nerror "this"\n'
fails_at 1 "expected the error 'this' here, got"

script $'print(1) --> 1\nos.exit(3)\n'
fails_at 1 'exit code 3'

script $'print(1) --> 1\nio.stderr:write "noise"\n'
fails_at 1 'wrote to the error stream: noise'

script $'print "a+b" --> a+...\n'
expect_code 0
expect_stdout "$scratch/script.lua: as expected"
