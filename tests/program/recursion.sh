# Recursion without an end is an error, of Lua and of what C calls, and goes as deep as in lua5.4.
. tests/program/expect.bash
. tests/program/beside_lua.bash
counted() { same_as_lua -e "local n = 0 local t = setmetatable({}, {}) local m = getmetatable(t) $1 print(n)"; }

counted 'local function f() n = n + 1 f() end print(pcall(f))'
counted 'local function f() n = n + 1 return f() + 1 end print(pcall(f))'
counted 'local function f(...) n = n + 1 return f(n, ...) + 1 end print(pcall(f))'
counted 'local function f() n = n + 1 pcall(f) end f()'
counted 'local function f() n = n + 1 return pcall(f) end print(f())'
counted 'local function f() n = n + 1 return xpcall(f, print) end print(f())'
counted 'local function f() n = n + 1 string.gsub("x", ".", f) end print(pcall(f))'
counted 'local function f() n = n + 1 table.sort({ 1, 2, 3 }, f) end print(pcall(f))'
counted 'local function f() n = n + 1 return load(f) end print(type(f()))'
counted 'local function f() n = n + 1 return coroutine.wrap(f)() end print(pcall(f))'
counted 'local function f() n = n + 1 local ok, e = coroutine.resume(coroutine.create(f)) if not ok then error(e, 0) end end print(pcall(f))'
counted 'local function f() n = n + 1 local x <close> = setmetatable({}, { __close = f }) end print(pcall(f))'
counted 'package.searchers = { function(name) n = n + 1 return require(name .. "x") end } print(select("#", pcall(require, "x")))'
counted 'm.__index = function(_, k) n = n + 1 return t[k] end print(pcall(function() return t.x end))'
counted 'm.__newindex = function(_, k) n = n + 1 t[k] = 1 end print(pcall(function() t.x = 1 end))'
counted 'm.__add = function(a, b) n = n + 1 return a + b end print(pcall(function() return t + 1 end))'
counted 'm.__concat = function(a, b) n = n + 1 return a .. b end print(pcall(function() return t .. 1 end))'
counted 'm.__unm = function(a) n = n + 1 return -a end print(pcall(function() return -t end))'
counted 'm.__len = function(a) n = n + 1 return #a end print(pcall(function() return #t end))'
counted 'm.__lt = function(a, b) n = n + 1 return a < b end print(pcall(function() return t < t end))'
counted 'm.__eq = function(a, b) n = n + 1 return a == setmetatable({}, m) end print(pcall(function() return t == setmetatable({}, m) end))'
counted 'm.__tostring = function(a) n = n + 1 return tostring(a) end print(pcall(tostring, t))'
counted 'm.__pairs = function(a) n = n + 1 return pairs(a) end print(pcall(pairs, t))'
counted 'm.__close = function(a) n = n + 1 local b <close> = a end print(pcall(function() local b <close> = t end))'
counted 'for i = 1, 1e5 do t = setmetatable({}, { __index = t }) end print(pcall(function() return t.x end))'
counted 'm.__index = t print(pcall(function() return t.x end))'
counted 'm.__newindex = t print(pcall(function() t.x = 1 end))'

same_as_lua -e 'local function f() return f() + 1 end f()'
same_as_lua -e 'local function f() f() end f()'
same_as_lua -e 'local function f() return f() + 1 end coroutine.wrap(f)()'
same_as_lua -e 'local function f() return (f()) end print(xpcall(f, function(m) return m:sub(1, 60) end))'
same_as_lua -e 'local function f() f() end print(xpcall(f, function() return f() end))'
same_as_lua -e 'local function h(m) return h(m) .. 1 end print(xpcall(error, h, "x"))'
same_as_lua -e 'local function f(n) if n == 0 then return "tail calls take no room" end return f(n - 1) end print(f(1e6))'
expect_stdout 'tail calls take no room'
same_as_lua -e 'local function f(n) return n == 0 and 0 or 1 + f(n - 1) end print(f(1.5e5))'
same_as_lua -W -e 'setmetatable({}, { __gc = function() local function f() return f() + 1 end f() end }) collectgarbage() print "goes on"'
same_as_lua -e 'setmetatable({}, { __gc = function() local function f() return f() + 1 end f() end })'

# The parser, too, and patterns.
for nested in '(' '{' 'function f() ' 'do ' 'if x then ' '-' 'not ' 'a..' '1^' 'f{' 'a[' 'x,' 'while x do ' 'function(' '#' '~'; do
  same_as_lua -e "print(select(2, load(('$nested'):rep(1000)))) print(select(2, load('return ' .. ('$nested'):rep(1000))))"
done
same_as_lua -e 'print(select(2, pcall(load, (function() local n = 0 return function() n = n + 1 return n < 1e5 and "(" or nil end end)())))'
same_as_lua -e 'print(pcall(string.find, ("a"):rep(3e5), ("a?"):rep(3e5)))'
same_as_lua -e 'print(pcall(string.match, ("("):rep(300), ("("):rep(300)))'
same_as_lua -e 'print(pcall(string.gsub, ("a"):rep(220), ("(a)"):rep(33), ""))'
same_as_lua -e 'print(pcall(table.unpack, {}, 1, 1e7)) print(select("#", table.unpack({}, 1, 2e5)))'
same_as_lua -e 'print(pcall(string.char, table.unpack({}, 1, 2e5)))'
