# Modules compiled as C load, and errors raised in them and through them arrive.
. tests/program/expect.bash
. tests/program/beside_lua.bash

same_as_lua -l lpeg -e 'print(lpeg.match(lpeg.R "09"^1 / tonumber, "42x"))'
same_as_lua -l lpeg -e 'print(pcall(lpeg.match, {}, "x"))'
same_as_lua -l lpeg -e 'lpeg.match(lpeg.P { lpeg.V "absent" }, "x")'
same_as_lua -l lpeg -e 'print(pcall(lpeg.match, lpeg.C(1) / function() error "thrown through C" end, "x"))'
same_as_lua -l lpeg -e 'lpeg.match(lpeg.C(1) / function() error "thrown through C" end, "x")'
same_as_lua -l lpeg -e 'print(pcall(lpeg.match, lpeg.C(1) / coroutine.yield, "x"))'
