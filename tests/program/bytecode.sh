# Scripts are text: bytecode is refused with Lua's message, while load and string.dump work as ever.
. tests/program/expect.bash
. tests/program/beside_lua.bash
"$NILGRAD" -e 'io.open(arg[1], "wb"):write(string.dump(function() print "ran" end)):close()' - "$scratch/compiled.lua" </dev/null

run "$NILGRAD" "$scratch/compiled.lua"
expect_code 1
expect_stdout ''
expect_stderr_has "attempt to load a binary chunk (mode is 't')"
run "$NILGRAD" - <"$scratch/compiled.lua"
expect_code 1
expect_stderr_has "attempt to load a binary chunk"
run env LUA_INIT="@$scratch/compiled.lua" "$NILGRAD" -e ''
expect_code 1
expect_stderr_has "attempt to load a binary chunk"

same_as_lua -e 'print(load(string.dump(function(x) return x + 1 end))(2))'
same_as_lua -e 'loadfile "compiled.lua" ()'
same_as_lua -e 'print(load(string.dump(print or load), "x", "t"))'
same_as_lua -e 'print(load(string.dump(function() end), "=x", "t"))'
same_as_lua -e 'print(load("return 1", "=x", "b"))'
