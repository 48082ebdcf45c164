# nilgrad test runs a library's own tests, and those that it is given anywhere; it tells of them plainly or as TAP.
. tests/program/expect.bash
. tests/program/broken_library.bash

module "$good"
rm tests/any.lua
run "$NILGRAD" test
failed 'it has tests of its own' 'there is no script (*.lua) in tests'
rmdir tests
run "$NILGRAD" test
failed 'it has tests of its own' 'cannot read tests'
mkdir tests

# Its own tests, run with the library as it lies there, whatever is installed.
mkdir -p lua_modules/share/lua/5.4
echo 'return "installed"' >lua_modules/share/lua/5.4/nilgrad_shapes.lua
echo 'print((require "nilgrad_shapes")) -- expect: library shapes: 1 objective' >tests/one.lua
echo '-- expect:   bowl             dimension 2, from -1 to 1' >>tests/one.lua
run "$NILGRAD" test
expect_code 0
expect_stdout_has 'ok      tests/one.lua'
echo 'print(1) -- expect: 2' >tests/two.lua
touch tests/three.lua
run "$NILGRAD" test tests
failed tests/two.lua "tests/two.lua:1: expected '2', got '1'"
failed tests/three.lua 'states neither output'
expect_stdout_has '2 of 3 checks failed'
run "$NILGRAD" test tests/one.lua
expect_code 0
expect_stdout $'ok      tests/one.lua\n1 check passed'
echo 'while true do end -- expect: 2' >tests/two.lua
run "$NILGRAD" test tests/two.lua --seconds 0.3
failed tests/two.lua 'did not end within 0.3 seconds'
echo 'print(1) -- expect: 2' >tests/two.lua
rm tests/three.lua
run "$NILGRAD" test --tap
expect_code 1
expect_stdout_has $'TAP version 13\nok 1 - the rockspec can be read'
expect_stdout_has $'ok 20 - it has tests of its own\nok 21 - tests/one.lua\nnot ok 22 - tests/two.lua\n# tests/two.lua:1: expected'
expect_stdout_has $'\n1..22'

# Ctrl-C ends it at once, with the script that it was running.
echo 'os.execute "echo $PPID >starting && mv starting started" while true do end -- expect: 2' >tests/two.lua
"$NILGRAD" test tests/two.lua >/dev/null &
for _ in {1..1000}; do [[ ! -e started ]] || break; sleep 0.02; done
kill -INT $!
code=0
wait $! || code=$?
expect_code 130
run kill -0 "$(cat started)"
expect_code 1
echo 'print(1) -- expect: 2' >tests/two.lua

# Elsewhere it runs the scripts that it is given.
cd ..
run "$NILGRAD" test
expect_code 2
expect_stderr_has 'there is no rockspec in this folder'
run "$NILGRAD" test nilgrad-shapes/tests/two.lua
expect_code 1
echo 'print(1) -- expect: 1' >alone.lua
run "$NILGRAD" test alone.lua
expect_code 0
run "$NILGRAD" test absent.lua
expect_code 2
expect_stderr_has 'cannot read absent.lua: no such file or folder'
run "$NILGRAD" test --seconds 0 alone.lua
expect_code 2
run bash -c '"$0" test --tap alone.lua >/dev/full' "$NILGRAD"
expect_code 1
expect_stderr_has 'cannot write the report'
touch a.rockspec b.rockspec
run "$NILGRAD" test
expect_code 2
expect_stderr_has 'there are several rockspecs in this folder, and one is needed: a.rockspec, b.rockspec'
