# The options that lua5.4 has do what they do there; only usage errors differ (exit code 2, usage text of our own).
. tests/program/expect.bash
. tests/program/beside_lua.bash
show_arg='for i = -9, 9 do if arg[i] then print(i, arg[i]) end end print(...)'
echo "$show_arg" >"$scratch/show.lua"
echo 'return { name = ... }' >"$scratch/module.lua"

same_as_lua -e ''
same_as_lua -e 'print(1)' -e'print(2)'
same_as_lua -e "$show_arg"
same_as_lua -e "$show_arg" - a b
same_as_lua show.lua
same_as_lua show.lua -e x '' 'a b'
same_as_lua -e 'x = 1' -W -- show.lua -i
same_as_lua -E show.lua a
same_as_lua -l module -e 'print(module.name, package.loaded.module == module)'
same_as_lua -lmodule -e 'print(module.name)'
same_as_lua -l m=module -e 'print(m.name, module)'
same_as_lua -l m=string -e 'print(m == string)'
same_as_lua -l absent-module
same_as_lua -l x=absent -e 'print "not reached"'
same_as_lua -l 'module=' -e ''
same_as_lua -e 'print(arg[0])' show.lua
same_as_lua -e 'arg = {"x", "y"}' show.lua a
same_as_lua -e 'arg = nil' show.lua
same_as_lua -e 'arg[0] = nil arg.n = 3' show.lua a b
same_as_lua -W -e 'warn("a", "b") warn("@off") warn("c") warn("@on") warn("d")'
same_as_lua -e 'warn "unheard" warn "@on" warn "heard"'
same_as_lua -e 'print(collectgarbage "incremental")'
same_as_lua -e 'io.write "no newline"'
same_as_lua -e 'os.exit(3)'
same_as_lua -e 'os.exit(false)'
same_as_lua -e 'setmetatable({}, { __gc = function() print "closed" end }) os.exit(true, true)'
same_as_lua -e 'setmetatable({}, { __gc = function() print "closed" end }) os.exit(true)'
same_as_lua -e 'setmetatable({}, { __gc = function() print "closed" end })'
same_as_lua -e 'local t <close> = setmetatable({}, { __close = function() print "closed" end }) os.exit(0, true)'
same_as_lua -e 'local on_close = { __gc = function() print "last" end } setmetatable({}, on_close)
  setmetatable({}, { __gc = function() setmetatable({}, on_close) print(collectgarbage()) os.exit(0, true) end })'
same_as_lua -e 'io.output("left_open.txt"):write "flushed at the end"' -e 'print(io.open("left_open.txt"):read "a")'
same_as_lua -e 'print(io.open("left_open.txt"):read "a")'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return "at " .. debug.getinfo(4).currentline end }))'
same_as_lua -W -e 'warn("@unknown") warn("@off", "x") warn("@off") warn("unheard") warn("@on") warn("", "@on")'
same_as_lua -e 'print(select("#", ...), (select(-1, ...)))' show.lua $(seq 300)
same_as_lua '-e ' -- show.lua a
same_as_lua -e 'print(package.config, _VERSION, math.type(1), #package.searchers)'

input='print("from standard input", ...)'
same_as_lua
same_as_lua -
same_as_lua - a b
same_as_lua -W - a
same_as_lua -e 'print(1)'
input=$'#!/usr/bin/env program\nprint("second line")'
same_as_lua -
input='print(io.read("l"), io.read("a"))
the rest
of the input'
same_as_lua -e 'print(io.read "l")'
same_as_lua show.lua
input=''

printf '#!/usr/bin/env program\nprint("second line", debug.getinfo(1).currentline)\n' >"$scratch/shebang.lua"
same_as_lua shebang.lua
printf '\xef\xbb\xbfprint "after a byte order mark"' >"$scratch/bom.lua"
same_as_lua bom.lua
printf 'print "no newline at the end"' >"$scratch/unended.lua"
same_as_lua unended.lua
printf '# comment only' >"$scratch/comment.lua"
same_as_lua comment.lua
cp "$scratch/show.lua" "$scratch/-e.lua"
same_as_lua -- -e.lua a
cp "$scratch/show.lua" "$scratch/-"
same_as_lua -- - a

for usage_error in -x -e -l '-e -i' '-l --' --unknown -ii -vv '-Wx' '-E5' ---; do
  run "$NILGRAD" $usage_error
  expect_code 2
  expect_stdout ''
  expect_stderr_has usage:
done
run "$NILGRAD" -e
expect_stderr_has "'-e' needs argument"
run "$NILGRAD" -x
expect_stderr_has "unrecognized option '-x'"

# In a pipe -i runs standard input chunk by chunk, with no banner and no prompts among the values.
chunks() { printf 'x = 20\nfor i = 1, 2 do\n  x = x + i\nend\nx\nerror "goes on"\n"quoted"\n' | "$NILGRAD" "$@"; }
run chunks -i
expect_code 0
expect_stdout $'23\n"quoted"'
expect_stderr $'stdin:1: goes on\n    error "goes on"'
run chunks -i "$scratch/show.lua" argument
expect_code 0
expect_stdout_has '"quoted"'
echo 'x x' >"$scratch/unparsable.lua"
run chunks -i "$scratch/unparsable.lua"
expect_code 1
expect_stdout ''
