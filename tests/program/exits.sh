# How a script ends: os.exit, what is closed on the way, in which order, and what finalizers and closing may do.
. tests/program/expect.bash
. tests/program/beside_lua.bash
on_close='local function at_end(name, f) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) if f then f() end end,
  __gc = function() print("collect " .. name) if f then f() end end }) end '

for code in '' true false nil 0 3 256 263 -1 1.0 1.5 '"3"' '"x"' '{}' print 1e100; do
  same_as_lua -e "os.exit($code)"
done
for close in true false nil 0 '"x"'; do
  same_as_lua -e "$on_close x = at_end 'global' local y <close> = at_end 'local' os.exit(4, $close)"
done
same_as_lua -e "$on_close x = at_end 'global' local y <close> = at_end 'local'"
same_as_lua -e "$on_close a = at_end 'a' b = at_end 'b' c = at_end 'c'"
same_as_lua -e "$on_close local a <close> = at_end 'a' local b <close> = at_end 'b' error 'in the body'"
same_as_lua -e "$on_close local a <close> = at_end 'a' local b <close> = at_end('b', function() error 'in b' end) error 'in the body'"
same_as_lua -e "$on_close local a <close> = at_end('a', function() error 'in a' end) return 1"
same_as_lua -e "$on_close local a <close> = at_end('a', function() os.exit(5, true) end)"
same_as_lua -e "$on_close local a <close> = at_end('a', function() error 'in a' end) os.exit(6, true)"
same_as_lua -e "$on_close a = at_end('a', function() error 'in a' end)"
same_as_lua -W -e "$on_close a = at_end('a', function() error 'in a' end)"
same_as_lua -W -e "$on_close a = at_end('a', function() error {} end)"
same_as_lua -W -e "$on_close a = at_end('a', function() error() end)"
same_as_lua -W -e "$on_close a = at_end('a', function() error(setmetatable({}, { __tostring = function() return 'said' end })) end)"
same_as_lua -e "$on_close a = at_end('a', function() os.exit(7) end)"
same_as_lua -e "$on_close a = at_end('a', function() os.exit(8, true) end)"
same_as_lua -e "$on_close a = at_end('a', function() b = at_end 'made at the end' end)"
same_as_lua -e "$on_close at_end('a', error) collectgarbage() print 'goes on'"
same_as_lua -e "$on_close at_end('a', coroutine.yield) collectgarbage() print 'goes on'"
same_as_lua -e "$on_close x = coroutine.wrap(function() local a <close> = at_end 'left in a coroutine' coroutine.yield() end) x()"
same_as_lua -e "$on_close x = coroutine.wrap(function() local a <close> = at_end 'in a coroutine' os.exit(9, true) end) x()"
same_as_lua -e "$on_close coroutine.wrap(function() os.exit(10) end)()"
same_as_lua -e "$on_close for _ in next, {}, nil, at_end 'of a loop' do end for _ in next, { 1 }, nil, at_end 'broken' do break end"
same_as_lua -e "pcall(os.exit, 11)"
same_as_lua -e "xpcall(error, os.exit, 12)"
same_as_lua -e "error(setmetatable({}, { __tostring = function() os.exit(13) end }))"
same_as_lua -e "setmetatable(_G, { __gc = function() print 'globals go' end })"
same_as_lua -e "setmetatable(package.loaded, { __gc = function() print 'modules go' end }) setmetatable(string, { __gc = function() print 'strings go' end })"
same_as_lua -e "x = io.popen('cat; echo ended', 'w') x:write 'written\n'"
same_as_lua -e "x = io.open('left_open', 'w') x:write 'flushed' os.exit(0)"
same_as_lua -e "io.write(io.open('left_open'):read 'a')"
same_as_lua -e "os.remove 'left_open' setmetatable(io.stdout, nil) io = nil"
same_as_lua -e "collectgarbage 'stop' for i = 1, 5 do setmetatable({}, { __gc = function() io.write(i, ' ') end }) end"
same_as_lua -e "for i = 1, 5 do setmetatable({}, { __gc = function() io.write(i, ' ') end }) end collectgarbage 'incremental' collectgarbage()"
same_as_lua -e "t = setmetatable({}, { __mode = 'k' }) t[setmetatable({}, { __gc = function() print 'key goes' end })] = 1 collectgarbage() print(next(t) ~= nil)"
same_as_lua -e "t = setmetatable({}, { __gc = function(o) kept = o end }) t = nil collectgarbage() print(type(kept)) kept = nil collectgarbage() print(kept)"

# Warnings.
same_as_lua -e 'warn "unheard" warn "@on" warn "heard"'
same_as_lua -W -e 'warn("a", "b") warn("@off") warn("c") warn("@on") warn("d")'
same_as_lua -W -e 'warn("@unknown") warn("@off", "x") warn("@off") warn("unheard") warn("@on") warn("", "@on")'
same_as_lua -e 'warn "a" ' -W -e 'warn "b"'
same_as_lua -W -e 'warn()'
same_as_lua -W -e 'warn {}'
same_as_lua -W -e 'warn(1, 2.5, "x")'
same_as_lua -W -e 'warn("a\0b") warn "" warn "two\nlines"'
same_as_lua -W -e 'io.stdout:close() warn "x"'
LUA_INIT='warn "@on"' same_as_lua -e 'warn "from the start"'
