# An error that ends the program is told as lua5.4 tells it, and the exit code is 1.
. tests/program/expect.bash
. tests/program/beside_lua.bash

same_as_lua -e 'error "with position"'
same_as_lua -e 'error("without", 0)'
same_as_lua -e 'error("of the caller", 2)'
same_as_lua -e 'error()'
same_as_lua -e 'error(nil)'
same_as_lua -e 'error(42)'
same_as_lua -e 'error(true)'
same_as_lua -e 'error({ code = 2 })'
same_as_lua -e 'error(print)'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return "says so itself" end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return 7 end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() error "inner" end }))'
same_as_lua -e 'error(setmetatable({}, { __name = "Thing" }))'
same_as_lua -e 'local x = nil; x.y = 1'
same_as_lua -e 'print(("x"):bad())'
same_as_lua -e 'local function f(n) if n == 0 then error "deep" end f(n - 1) end f(30)'
same_as_lua -e 'local function f() return f() + 1 end print(pcall(f))'
same_as_lua -e 'string.rep("x", -1, 5, {}) string.rep()'
same_as_lua -e 'coroutine.wrap(function() error "in a coroutine" end)()'
same_as_lua -e 'error("in the call of the caller", 3)'
same_as_lua -e 'error(1.5)'
same_as_lua -e 'error("a\0b")'
same_as_lua -e 'error(("x\n"):rep(40))'
same_as_lua -e 'error(("long"):rep(1e5))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return nil end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() return "a\0b" end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() error {} end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function() error() end }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = "not a function" }))'
same_as_lua -e 'error(setmetatable({}, { __tostring = function(t) return tostring(t) end }))'
same_as_lua -e 'error(coroutine.create(print))'
same_as_lua -e 'tostring = nil error {}'
same_as_lua -e 'debug = nil error "no debug"'
same_as_lua -e 'debug.traceback = nil error "no traceback"'
same_as_lua -e 'string = nil error(42)'
same_as_lua -e 'coroutine.yield()'
same_as_lua -e 'local co = coroutine.wrap(function() coroutine.yield(1) end) co() co() co()'
same_as_lua -e 'for i in 5 do end'
same_as_lua -e 'for i = 1, 10, 0 do end'
same_as_lua -e 'local t = {} t[nil] = 1'
same_as_lua -e 'local t = {} t[0/0] = 1'
same_as_lua -e 'print(1 < "2")'
same_as_lua -e 'print({} < {})'
same_as_lua -e 'print(1 .. {})'
same_as_lua -e 'print(#5)'
same_as_lua -e 'print(-{})'
same_as_lua -e 'print(2^53 | 0.5)'
same_as_lua -e 'print(1 // 0)'
same_as_lua -e 'print(1 % 0)'
same_as_lua -e 'a.b.c = 1'
same_as_lua -e 'a.b()'
same_as_lua -e 'local a = {} a.b.c()'
same_as_lua -e 'local a = {} a:b()'
same_as_lua -e '("x").y.z()'
same_as_lua -e 'string.rep("x", 1 << 62)'
same_as_lua -e 'setmetatable(1, {})'
same_as_lua -e 'ipairs()'
same_as_lua -e 'table.concat({ {} })'
same_as_lua -e 'table.sort({ 1, "x" })'
same_as_lua -e 'string.format("%d", 1.5)'
same_as_lua -e 'io.lines "absent"'
same_as_lua -e 'assert(io.open "absent")'
same_as_lua -e 'io.open("x", "q")'
same_as_lua -e 'load(1)'
same_as_lua -e 'assert(load "x =")'
same_as_lua -e 'assert(loadfile "absent")'
same_as_lua -e 'dofile "absent"'
same_as_lua -e 'require()'
same_as_lua -e 'require {}'
same_as_lua -e 'package.path = nil require "x"'
same_as_lua -e 'package.searchers = nil require "x"'
same_as_lua -e 'package.loaded.x = false package.preload.x = function() error "in the loader" end require "x"'
same_as_lua -e 'xpcall()'
same_as_lua -e 'print(xpcall(error, function(m) error(m) end, "handled badly"))'
same_as_lua -e 'debug.sethook(function() error "in a hook" end, "l") print "not reached"'
same_as_lua -e $'local function f()\n\n  x.y.z = 1\nend\n\nf()'
same_as_lua -e 'print "first"' -e 'error "second"' -e 'print "third"'
same_as_lua -e 'assert(false)'
same_as_lua -e 'assert(nil, "asserted")'
same_as_lua -e 'assert(false, { 1 })'
same_as_lua -e 'require "absent.module"'
same_as_lua -e 'setmetatable({}, { __gc = function() error "in a finalizer" end }) collectgarbage()' -W
same_as_lua -W -e 'setmetatable({}, { __gc = function() error "in a finalizer" end }) collectgarbage()'

same_as_lua absent.lua
same_as_lua .
echo 'local x = ' >"$scratch/unparsable.lua"
same_as_lua unparsable.lua
printf 'x = 1\nx = "unfinished\n' >"$scratch/unfinished.lua"
same_as_lua unfinished.lua
printf '\n\nlocal function f() error("third line") end\nf()\n' >"$scratch/failing.lua"
same_as_lua failing.lua
same_as_lua -e 'dofile "failing.lua"'
same_as_lua -e 'dofile "unparsable.lua"'
same_as_lua -e 'require "unparsable"'
mkdir "$scratch/folder"
same_as_lua folder

# Of a script on standard input the exit code tells only where it is asked for by name: `-`.
input='error "from standard input"'
same_as_lua
expect_code 0
same_as_lua -
expect_code 1
input='x = = 1'
same_as_lua
same_as_lua - a
input='return 1, 2'
same_as_lua
input='os.exit(3)'
same_as_lua
input=''

# What the script wrote and did not flush comes after the message, in one file as on one terminal.
in_one_file() { (cd "$scratch" && exec -a program "$@" 2>&1); }
run in_one_file lua5.4 -e 'io.write "written" print "printed" io.write "left" error "then"'
beside_lua=$stdout
run in_one_file "$NILGRAD" -e 'io.write "written" print "printed" io.write "left" error "then"'
expect_stdout "$beside_lua"
