# Debian's modules load, in Lua and in C, do their work and raise their errors as in lua5.4.
. tests/program/expect.bash
. tests/program/beside_lua.bash

module() { # NAME <CODE, which writes something
  { printf 'local %s = require "%s"\n' "${1##*.}" "$1"; cat; } >"$scratch/script.lua"
  same_as_lua script.lua
  [[ -n $stdout ]] || { echo "$1: nothing was done" >&2; exit 1; }
}

module lpeg <<'LUA'
local P, R, S, V, C, Ct, Cf, Cg = lpeg.P, lpeg.R, lpeg.S, lpeg.V, lpeg.C, lpeg.Ct, lpeg.Cf, lpeg.Cg
local space = S " \t" ^ 0
local number = C(R "09" ^ 1 * (P "." * R "09" ^ 1) ^ -1) / tonumber * space
local function apply(a, op, b) return op == "+" and a + b or op == "-" and a - b or op == "*" and a * b or a / b end
local calculator = P { "sum",
  sum = Cf(V "product" * Cg(C(S "+-") * space * V "product") ^ 0, apply),
  product = Cf(V "value" * Cg(C(S "*/") * space * V "value") ^ 0, apply),
  value = number + "(" * space * V "sum" * ")" * space }
print(calculator:match "2 * (3 + 4) - 6 / 1.5", calculator:match "x")
print(pcall(lpeg.match, P(1) / function() error "thrown through C" end, "x"))
print(select(2, pcall(lpeg.match, P(1) / function() error { "in a table" } end, "x"))[1])
print(pcall(lpeg.match, lpeg.Cmt(1, function() error "in a match-time capture" end), "x"))
print(pcall(lpeg.match, {}, "x"), pcall(lpeg.P, { V "absent" }))
print(pcall(function() return P "" ^ 0 end))
print(pcall(calculator.match, calculator, ("("):rep(1000)))
print(lpeg.match(P(1) / coroutine.wrap(function(a) coroutine.yield(a .. "!") end), "x"))
lpeg.match(C(1) / function() error "uncaught" end, "x")
LUA
module re <<'LUA'
print(re.match("key = value", "{%w+} %s* '=' %s* {%w+}"))
print(re.gsub("hello world", "[aeiou]", string.upper))
print(pcall(re.compile, "("))
LUA
module cjson <<'LUA'
local text = cjson.encode { 1, 2.5, "\0é\"", { deep = { true, cjson.null } } }
print(text, cjson.encode(cjson.decode(text)) == text)
print(cjson.decode '{"a": [1, {"b": null}]}'.a[2].b == cjson.null)
for _, bad in ipairs { "{", "", "[1,]", "nul", "\"\\u12\"", ("["):rep(2000) } do print(pcall(cjson.decode, bad)) end
print(pcall(cjson.encode, { print })) print(pcall(cjson.encode, { [{}] = 1 })) print(pcall(cjson.encode, 0 / 0))
local t = {} t.t = t print(pcall(cjson.encode, t))
print(pcall(require "cjson.safe".decode, "{"))
cjson.decode "{"
LUA
module socket <<'LUA'
local server = assert(socket.bind("127.0.0.1", 0))
local address, port = server:getsockname()
local client = assert(socket.connect(address, port))
local peer = server:accept()
client:settimeout(5) peer:settimeout(5)
client:send "from the client\n" print(peer:receive())
peer:send "and back\n" print(client:receive "*l")
print(#socket.select({ client }, { client }, 0))
peer:close() print(client:receive()) print(client:getpeername() ~= nil)
print(pcall(client.send, client, {})) print(select(2, pcall(socket.try, nil, "said"))[1])
print(socket.protect(function() socket.try(nil, "protected") end)())
local finished = {} print((pcall(socket.newtry(function() finished[1] = "finalised" end), nil, "why"))) print(finished[1])
print(coroutine.wrap(function() return socket.protect(function() return coroutine.isyieldable() end)() end)())
local sent = {} local ltn12 = require "ltn12"
ltn12.pump.all(ltn12.source.string "pumped", ltn12.sink.table(sent)) print(table.concat(sent))
print(require "mime".b64 "base64", require "socket.url".parse("http://host:80/path?q").path)
print(pcall(require "socket.http".request, {}))
socket.sleep "x"
LUA
module pl.List <<'LUA'
local pretty, path, stringx, tablex = require "pl.pretty", require "pl.path", require "pl.stringx", require "pl.tablex"
print(List { 3, 1, 2 }:sort():map("*", 10), List.range(1, 5):slice(2, 3), List { 1, 2 } == List { 1, 2 })
print(pretty.write { a = { 1, "two" } }, pretty.read "{ x = 1 }".x, pretty.read "{ x = ")
print(path.join("a", "b.lua"), path.splitext "b.tar.gz", path.normpath "a/../b//c", path.isdir ".")
print(stringx.strip "  x ", stringx.split("a,b", ","), tablex.deepcompare({ { 1 } }, { { 1 } }))
local class = require "pl.class" class.Animal() function Animal:_init(n) self.n = n end function Animal:__tostring() return "an animal: " .. self.n end
class.Dog(Animal) print(Dog "Rex", Dog "Rex":is_a(Animal), require "pl.types".type(Dog "x"))
print(require "pl.template".substitute("$(x) and $(y)", { x = 1, y = 2 }), require "pl.data".read(require "pl.stringio".open "a,b\n1,2\n")[1][2])
print(require "pl.OrderedMap" { { z = 1 }, { a = 2 } }, require "pl.Set" { 1 } + require "pl.Set" { 2 } == require "pl.Set" { 1, 2 })
print(require "pl.lapp" "-n (default 3) a number".n, require "pl.utils".execute "exit 3", require "pl.Date" { year = 2020, month = 1, day = 2 }:year())
print(pcall(List.remove, List {}, "x"), pcall(require "pl.utils".assert_arg, 1, 2, "string"))
require "pl.strict" print(pcall(load "return undeclared"))
LUA
module lfs <<'LUA'
print(lfs.mkdir "made", lfs.attributes("made", "mode"), lfs.mkdir "made", lfs.rmdir "made", lfs.attributes "made")
for name in lfs.dir "." do if name == "script.lua" then print(name) end end
print(pcall(lfs.dir, "absent")) print(lfs.chdir "absent")
do local next, at <close> = lfs.dir "." print(type(next(at))) end
LUA
module say <<'LUA'
say:set("greeting", "hello %s") print(say("greeting", { "you" }))
LUA
module luassert <<'LUA'
print((pcall(luassert.are.same, { 1, { 2 } }, { 1, { 2 } })))
print(pcall(luassert.are.equal, 1, 2))
print(pcall(luassert.has_error, function() error "x" end, "y"))
local spy = require "luassert.spy".new(function() end) spy(1) luassert.spy(spy).was.called_with(1)
luassert.is_true(false)
LUA
module cliargs <<'LUA'
cliargs:set_name "tool" cliargs:argument("IN", "what") cliargs:option("-o, --out=FILE", "where", "x") cliargs:flag("-v", "more")
local args, why = cliargs:parse { "-v", "-o", "y", "in" } print(args.IN, args.o, args.v, why)
print(cliargs:parse { "--absent" })
LUA
module term <<'LUA'
print(term.isatty(io.stdout), term.colors.red "red" == "\27[31mred\27[0m")
LUA
module system <<'LUA'
print(system.gettime() > 1e9, system.monotime() > 0, pcall(system.sleep, 0))
LUA
