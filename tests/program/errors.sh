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
same_as_lua -e 'x = = 1'
same_as_lua -e 'x ='
same_as_lua -e 'goto nowhere'
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

input='error "from standard input"' # lua5.4 reports it and ends with 0 all the same
same_output_as_lua 1
same_as_lua -
input='x = = 1'
same_output_as_lua 1
input='return 1, 2'
same_as_lua
