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
same_as_lua -l 'm=module=x' -e ''
same_as_lua -l '=module' -e 'print(_G[""].name)'
same_as_lua -l '' -e ''
same_as_lua -l module -l n=module -l string -e "print(module == n, string.rep == ('x').rep)"
same_as_lua -l module.sub -e ''
same_as_lua -l ./module -e 'print(_G["./module"].name)'
same_as_lua -e 'package.preload.made = function(...) print(...) end' -l made -e 'print(made)'
same_as_lua -e 'require = print' -l anything -e 'print(anything)'
same_as_lua -e 'require = nil' -l anything
same_as_lua -e 'first = 1' -l module -e 'print(first, module.name)' -W show.lua x
same_as_lua -lmodule show.lua
same_as_lua -e 'error "first"' -l absent show.lua
same_as_lua -l absent -e 'print "not reached"' show.lua
same_as_lua -e 'local x = 1' -e 'print(x)'
same_as_lua -e 'return 1, 2, 3'
same_as_lua -e '= 1'
same_as_lua -e '#!comment' -e 'print(1)'
same_as_lua -e ' ' ''
same_as_lua ''
same_as_lua -E -W -e 'warn "x"' -E show.lua -E
same_as_lua -- show.lua -- a
same_as_lua show.lua -- -
same_as_lua -e 'arg = "text"' show.lua
same_as_lua -e 'arg = setmetatable({}, { __len = function() return 2 end, __index = function(_, i) return i * 10 end })' show.lua
same_as_lua -e 'arg = setmetatable({}, { __len = function() return "x" end })' show.lua
same_as_lua -e 'arg = { 1, nil, 3, [5] = 5 } print(#arg)' show.lua
same_as_lua -e 'table.insert(arg, "more") table.remove(arg, 1)' show.lua a b
same_as_lua -e 'print(...)' show.lua a
same_as_lua --
same_as_lua -W
same_as_lua -W -E
same_as_lua -E --
same_as_lua -l x=absent -e 'print "not reached"'
same_as_lua -l 'module=' -e ''
same_as_lua -e 'print(arg[0])' show.lua
same_as_lua -e 'arg = {"x", "y"}' show.lua a
same_as_lua -e 'arg = nil' show.lua
same_as_lua -e 'arg[0] = nil arg.n = 3' show.lua a b
same_as_lua -e 'print(collectgarbage "incremental")'
same_as_lua -e 'io.write "no newline"'
same_as_lua -e 'io.output("left_open.txt"):write "flushed at the end"' -e 'print(io.open("left_open.txt"):read "a")'
same_as_lua -e 'print(io.open("left_open.txt"):read "a")'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return "at " .. debug.getinfo(4).currentline end }))'
same_as_lua -e 'print(select("#", ...), (select(-1, ...)))' show.lua $(seq 300)
same_as_lua '-e ' -- show.lua a
same_as_lua -e 'print(package.config, _VERSION, math.type(1), #package.searchers)'
names='local names = {} for k in pairs(t) do names[#names + 1] = tostring(k) end table.sort(names) print(table.concat(names, " "))'
same_as_lua -e "local t = _G $names"
same_as_lua -e "local t = package.loaded $names"
same_as_lua -e "for _, t in ipairs { string, table, math, io, os, coroutine, utf8, debug, package, getmetatable '' } do $names end"
same_as_lua -e 'for _, f in ipairs { coroutine.resume, coroutine.wrap, coroutine.close, coroutine.wrap(print) } do
  local i = debug.getinfo(f) print(i.what, i.short_src, i.nups, i.nparams, i.isvararg, (debug.getupvalue(f, 1))) end'
same_as_lua -e 'print(os.setlocale(), os.getenv "absent", collectgarbage "isrunning")'
same_as_lua -e 'for level = 0, 9 do local i = debug.getinfo(level) if i then print(i.what, i.name, i.namewhat, i.short_src, i.currentline) end end'
same_as_lua -e 'print(debug.traceback("here"))' show.lua
same_as_lua -e 'print(debug.getinfo(1).source)' -e 'print(debug.getinfo(1).source)' -
# Globals that a script guards against unknown names are none of ours to trip over.
guard='setmetatable(_G, { __index = function(_, k) error("no global " .. k, 2) end, __newindex = error })'
same_as_lua -e "$guard" -e 'print(absent)'
run "$NILGRAD" -e "$guard" -e 'print(ng == require "nilgrad")'
expect_stdout true

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

cp "$scratch/show.lua" "$scratch/-e.lua"
same_as_lua -- -e.lua a
cp "$scratch/show.lua" "$scratch/-"
same_as_lua -- - a

for usage_error in -h -x -e -l '-e -i' '-l --' --unknown -ii -vv '-Wx' '-E5' ---; do
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
