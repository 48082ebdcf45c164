# tests/language/run.lua fails, and says where, when a script does not do what its comments say; it takes files and folders.
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
fails_at 1 'states neither output (--> or -- expect:) nor an error (--! or -- expect error:)'

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

# The two spellings say the same.
script $'print(1) -- expect: 1\nprint("2\\n3")\n-- expect: 2\n-- expect: 3\nerror "far" -- expect error: far\n'
expect_code 0
script $'print(1) -- expect: 2\n'
fails_at 1 "expected '2', got '1'"
script $'error "far" -- expect error: near\n'
fails_at 1 "expected the error 'near' here, got"
script $'-- expect:\nprint()\n'
expect_code 0
script $'print "12" --> 1\n'
fails_at 1 "expected '1', got '12'"
script $'io.write "no newline" --> no newline\n'
expect_code 0

# Errors of syntax, and those that have no position of their own, are reported where they stand.
script $'local x =\n\n= 3 -- expect error: unexpected symbol near \'=\'\n'
expect_code 0
script $'print(1) --> 1\nerror({}) --! (error object is a table value)\n'
expect_code 0
script $'local function f()\n  error("as it is", 0) --! as it is\nend\nf()\n'
expect_code 0
script $'local function f()\n  error("as it is", 0)\nend\nf() --! as it is\n'
fails_at 4 "expected the error 'as it is' here, got"
script $'local ok = pcall(error, "x")\nos.exit(1) --! x\n'
fails_at 2 "expected the error 'x' here, got ''"
long=$scratch/a_folder_whose_name_is_so_long_that_lua_shortens_it_in_its_messages
mkdir "$long"
echo 'error "far" --! far' >"$long/script.lua"
run "$NILGRAD" tests/language/run.lua "$long/script.lua"
expect_code 0

# Folders: all scripts in them and below, but for what those require; each that fails is named.
mkdir -p "$scratch/many/deeper/modules"
echo 'print(1) --> 1' | tee "$scratch/many/a.lua" >"$scratch/many/deeper/b.lua"
echo 'return 1' >"$scratch/many/deeper/modules/c.lua"
run "$NILGRAD" tests/language/run.lua "$scratch/many/"
expect_code 0
expect_stdout '2 scripts: as expected'
echo 'print(2) --> 1' >"$scratch/many/deeper/d.lua"
run "$NILGRAD" tests/language/run.lua "$scratch/many" "$scratch/many/a.lua"
expect_code 1
expect_stderr "$scratch/many/deeper/d.lua:1: expected '1', got '2'"$'\n\n1 of 4 scripts are not as expected'
ln -s .. "$scratch/many/deeper/around" # not followed
rm "$scratch/many/deeper/d.lua"
run "$NILGRAD" tests/language/run.lua "$scratch/many"
expect_stdout '2 scripts: as expected'
mkdir "$scratch/none"
run "$NILGRAD" tests/language/run.lua "$scratch/none"
expect_code 1
expect_stderr_has "there is no script (*.lua) in $scratch/none"
run "$NILGRAD" tests/language/run.lua "$scratch/absent.lua"
expect_code 1
expect_stderr_has "cannot read $scratch/absent.lua: no such file or folder"
run "$NILGRAD" tests/language/run.lua
expect_code 2

# Another interpreter runs the same scripts.
echo 'print(_VERSION, package.preload.nilgrad) --> Lua 5.4	nil' >"$scratch/script.lua"
run "$NILGRAD" tests/language/run.lua --with lua5.4 "$scratch/script.lua"
expect_code 0

# Scripts that do not end, that write without end, that leave something behind which holds their output, or that were killed.
echo 'while true do end --> 1' >"$scratch/script.lua"
run "$NILGRAD" tests/language/run.lua --seconds 0.3 "$scratch/script.lua"
fails_at 1 'did not end within 0.3 seconds'
script $'while true do print "more" end --> more\n'
fails_at 1 'wrote more than 4 MiB'
script $'os.execute "sleep 30 &"\nprint(1) --> 1\n'
expect_code 0
script $'os.execute "kill -9 $PPID" --> 1\n'
fails_at 1 "expected '1', but the output had ended"
script $'print(1) --> 1\nio.stdout:flush()\nos.execute "kill -9 $PPID"\n'
fails_at 1 'the script was killed by signal 9'
script $'print(io.read()) --> nil\n'
expect_code 0

# Text with many gaps is held against a line in no time.
script "print(('a'):rep(60)) --> $(printf 'a...%.0s' {1..40})b"
fails_at 1 "expected 'a...a..."
script "print(('a'):rep(60)) --> $(printf 'a...%.0s' {1..40})a"
expect_code 0
