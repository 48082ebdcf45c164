-- Help on Lua's own library: a line each of what the reference manual says at length.
local manual = "https://www.lua.org/manual/5.4/manual.html#pdf-"

local text = [[
assert(v, message) -> v, …: raises message where v is nil or false
collectgarbage(option, …) -> number or boolean: "collect", "count" (KiB in use), "step", "stop", "restart", "incremental", "generational"
dofile(filename) -> values: runs a file
error(message, level): raises message, with the position of the caller (1), its caller (2), or none (0)
getmetatable(object) -> table or nil: its __metatable where it has one
ipairs(t) -> iterator: for i, v in ipairs(t) goes over t[1], t[2], … up to the first nil
load(chunk, chunkname, mode, env) -> function, or nil and a message: compiles a string or the pieces that a function returns
loadfile(filename, mode, env) -> function, or nil and a message
next(table, key) -> key, value: the pair after key, the first after nil; nil after the last
pairs(t) -> iterator: for k, v in pairs(t) goes over all pairs, in no order; __pairs replaces it
pcall(f, …) -> true, results, or false and the error
print(…): its arguments as tostring gives them, tabs between
rawequal(a, b) -> boolean: == without metamethods
rawget(table, key) -> value: table[key] without metamethods
rawlen(v) -> integer: #v without metamethods
rawset(table, key, value) -> table: table[key] = value without metamethods
require(modname) -> module: package.loaded[modname], else what its loader returns
select(n, …) -> the arguments from the n-th on; select("#", …) -> how many there are
setmetatable(table, metatable) -> table
tonumber(e, base) -> number or nil
tostring(v) -> string: __tostring and __name are heeded
type(v) -> "nil", "number", "string", "boolean", "table", "function", "thread" or "userdata"
warn(message, …): writes a warning where warnings are on; warn "@on" and "@off" switch them
xpcall(f, handler, …) -> as pcall; handler(error) runs where the error was raised
_G: the table of globals
_VERSION: "Lua 5.4"
arg: the program's arguments: arg[1], …; the script is arg[0]
coroutine.close(co) -> true, or false and an error: closes its to-be-closed variables
coroutine.create(f) -> thread
coroutine.isyieldable(co) -> boolean
coroutine.resume(co, …) -> true and what it yields or returns, or false and the error
coroutine.running() -> thread, whether it is the main one
coroutine.status(co) -> "running", "suspended", "normal" or "dead"
coroutine.wrap(f) -> function that resumes it and raises its errors
coroutine.yield(…) -> what the next resume is given
debug.debug(): reads and runs lines until "cont"
debug.setcstacklimit(limit) -> 0: does nothing any more
debug.gethook(thread) -> hook, mask, count
debug.getinfo(thread, f, what) -> table: source, short_src, currentline, linedefined, name, nparams, func, …
debug.getlocal(thread, f, index) -> name, value
debug.getmetatable(value) -> metatable, whatever its __metatable says
debug.getregistry() -> the registry
debug.getupvalue(f, index) -> name, value
debug.getuservalue(u, n) -> value, whether there is one
debug.sethook(thread, hook, mask, count): mask of "c" call, "r" return, "l" line
debug.setlocal(thread, level, index, value) -> name
debug.setmetatable(value, table) -> value: of any type
debug.setupvalue(f, index, value) -> name
debug.setuservalue(u, value, n) -> u
debug.traceback(thread, message, level) -> string
debug.upvalueid(f, n) -> identity of an upvalue
debug.upvaluejoin(f1, n1, f2, n2): makes f1's upvalue n1 that of f2
io.close(file): closes file, or the default output
io.flush(): writes what the default output has buffered
io.input(file) -> the default input file, after setting it
io.lines(filename, …) -> iterator over lines, or what the formats say; closes the file at its end
io.open(filename, mode) -> file, or nil, message, code: mode "r", "w", "a", "r+", "w+", "a+", with "b" for binary
io.output(file) -> the default output file, after setting it
io.popen(command, mode) -> file: the output ("r") or input ("w") of a command
io.read(…) -> values: formats "l" line, "L" line with its end, "n" number, "a" all, or a count of bytes
io.stderr: standard error, a file
io.stdin: standard input, a file
io.stdout: standard output, a file
io.tmpfile() -> file that is removed when the program ends
io.type(object) -> "file", "closed file" or nil
io.write(…) -> file: to the default output
math.abs(x) -> number
math.acos(x) -> number, in radians
math.asin(x) -> number, in radians
math.atan(y, x) -> number: the angle of y / x in its quadrant; x is 1 unless given
math.ceil(x) -> integer: the least not below x
math.cos(x) -> number
math.deg(x) -> degrees of x radians
math.exp(x) -> number
math.floor(x) -> integer: the greatest not above x
math.fmod(x, y) -> remainder with the sign of x
math.huge: infinity
math.log(x, base) -> number: natural unless a base is given
math.max(x, …) -> number
math.maxinteger: 9223372036854775807
math.min(x, …) -> number
math.mininteger: -9223372036854775808
math.modf(x) -> the integral part and the fractional part
math.pi: 3.1415926535898
math.rad(x) -> radians of x degrees
math.random(m, n) -> number in [0, 1); with m, or m and n, an integer from 1 to m, or from m to n
math.randomseed(x, y): seeds math.random (nilgrad's own random numbers are ng.random's)
math.sin(x) -> number
math.sqrt(x) -> number
math.tan(x) -> number
math.tointeger(x) -> integer or nil
math.type(x) -> "integer", "float" or nil
math.ult(m, n) -> boolean: m < n as unsigned integers
math.tanh(x) -> number, in older Lua
math.sinh(x) -> number, in older Lua
math.pow(x, y) -> as x ^ y, in older Lua
math.log10(x) -> as math.log(x, 10), in older Lua
math.ldexp(m, e) -> m · 2^e, in older Lua
math.frexp(x) -> m, e with x = m · 2^e, in older Lua
math.cosh(x) -> number, in older Lua
math.atan2(y, x) -> as math.atan, in older Lua
os.clock() -> seconds of processor time
os.date(format, time) -> string, or a table for "*t"; "!" before the format for UTC
os.difftime(t2, t1) -> seconds
os.execute(command) -> true or nil, "exit" or "signal", code
os.exit(code, close): ends the program; close = true closes the state
os.getenv(name) -> string or nil
os.remove(filename) -> true, or nil, message, code
os.rename(oldname, newname) -> true, or nil, message, code
os.setlocale(locale, category) -> name or nil
os.time(table) -> seconds since 1970, now or of { year =, month =, day =, … }
os.tmpname() -> name of a file that may be used
package.config: separators of paths, a line each
package.cpath: where require looks for libraries in C
package.loaded: modules that require has loaded, by name
package.loadlib(path, name) -> function of a C library
package.path: where require looks for modules in Lua
package.preload: loaders by name, which require asks first
package.searchers: the functions by which require finds loaders
package.searchpath(name, path, separator, replacement) -> filename, or nil and a message
string.byte(s, i, j) -> codes of the bytes i to j
string.char(…) -> string of bytes with these codes
string.dump(f, strip) -> bytecode of a Lua function
string.find(s, pattern, init, plain) -> first and last position, captures; nil where there is none
string.format(format, …) -> string: %d %i integers, %g %f %e %a numbers, %x, %c, %s anything, %q as Lua reads it, %%
string.gmatch(s, pattern, init) -> iterator over matches: their captures, else the whole
string.gsub(s, pattern, replacement, n) -> string, count: replacement is a string (%1 a capture), a table or a function
string.len(s) -> integer, of bytes
string.lower(s) -> string
string.match(s, pattern, init) -> captures, else the whole match; nil where there is none
string.pack(format, …) -> string: values as binary
string.packsize(format) -> integer
string.rep(s, n, separator) -> string: s n times
string.reverse(s) -> string
string.sub(s, i, j) -> string: bytes i to j; negative ones count from the end
string.unpack(format, s, position) -> values, next position
string.upper(s) -> string
table.concat(list, separator, i, j) -> string
table.insert(list, position, value): at the end without a position
table.move(a1, from, to, at, a2) -> a2: a2[at], … = a1[from], …, a1[to]
table.pack(…) -> { …, n = count }
table.remove(list, position) -> value: the last without a position
table.sort(list, less): in place; less(a, b) is < unless given
table.unpack(list, i, j) -> list[i], …, list[j]
utf8.char(…) -> string of these code points
utf8.charpattern: the pattern of one character
utf8.codepoint(s, i, j, lax) -> code points
utf8.codes(s, lax) -> iterator: for position, code in utf8.codes(s)
utf8.len(s, i, j, lax) -> characters, or nil and the position of what is none
utf8.offset(s, n, i) -> position of the n-th character
]]

local library, entries, order = {}, {}, {}

for line in text:gmatch "[^\n]+" do
  local name = line:match "^[%w_.]+"
  order[#order + 1], entries[name] = name, line
end

local function value_of(name)
  local value = _G
  for part in name:gmatch "[^.]+" do value = type(value) == "table" and rawget(value, part) or nil end
  return value
end

local function name_of(value)
  for _, name in ipairs(order) do
    if type(value) == "function" and rawequal(value_of(name), value) then return name end
  end
end

-- The lines of a whole library, as of "string".
local function list(prefix)
  local lines = {}
  for _, name in ipairs(order) do
    if name:sub(1, #prefix + 1) == prefix .. "." then lines[#lines + 1] = "  " .. entries[name] end
  end
  return #lines > 0 and prefix .. ":\n" .. table.concat(lines, "\n") or nil
end

--- show(name or function) -> text or nil.
function library.show(subject)
  local name = type(subject) == "string" and subject or name_of(subject)
  if not name then return nil end
  if entries[name] then return entries[name] .. "\n  " .. manual .. name end
  return list(name)
end

--- near(name) -> a list of names that are like it: they contain its last part, or begin as it does.
function library.near(name)
  local found = {}
  local last, beginning = name:match "[%w_]+$" or name, name:match "^[%w_]+%.%w%w"
  for _, each in ipairs(order) do
    local like = #last > 2 and each:find(last, 1, true) or beginning and each:sub(1, #beginning) == beginning
    if like then found[#found + 1] = each end
  end
  return found
end

--- search(word) -> lines or nil.
function library.search(word)
  local lines = {}
  for _, name in ipairs(order) do
    if entries[name]:lower():find(word:lower(), 1, true) then lines[#lines + 1] = "  " .. entries[name] end
  end
  return #lines > 0 and table.concat(lines, "\n") or nil
end

return library
