# The scripts of tests/language/lua, which state what Lua does, do the same under lua5.4.
. tests/program/expect.bash

run "$NILGRAD" tests/language/run.lua --with lua5.4 tests/language/lua
expect_stderr ''
expect_code 0
