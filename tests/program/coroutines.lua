-- Run by lua5.4 and by the program; both must print the same.
local function closing(name, action)
  return setmetatable({}, {
    __close = function(_, message)
      print("close", name, message)
      if action then action() end
    end,
  })
end

local function fails(...)
  print(select("#", ...), ...)
end

-- values in and out, status, isyieldable, running
local co
co = coroutine.create(function(a, b)
  print(a, b, coroutine.status(co), coroutine.isyieldable(), select(2, coroutine.running()))
  print(coroutine.yield(a + b))
  print(coroutine.yield())
  return "end", nil, nil
end)
print(coroutine.status(co), coroutine.isyieldable(co))
fails(coroutine.resume(co, 1, 2))
print(coroutine.status(co))
fails(coroutine.resume(co, "x", nil))
fails(coroutine.resume(co))
print(coroutine.status(co))
fails(coroutine.resume(co))
print(coroutine.isyieldable(), select(2, coroutine.running()))

-- positions in errors of wrap and resume
local wrapped = coroutine.wrap(function() error "wrapped" end)
fails(pcall(wrapped))
fails(pcall(wrapped))
fails(pcall(coroutine.wrap(function() error("level 2", 2) end)))
fails(pcall(coroutine.wrap(function() error({}, 0) end) and function() error(7) end))
fails(pcall(function() return coroutine.wrap(function() local x = nil; return x.y end)() end))
fails(coroutine.resume(coroutine.create(function() error "resumed" end)))
fails(pcall(coroutine.resume, nil))
fails(pcall(coroutine.resume, print))
fails(pcall(coroutine.wrap, nil))
fails(pcall(coroutine.close, nil))
fails(pcall(coroutine.close, coroutine.running()))
fails(coroutine.resume(coroutine.running()))
print(xpcall(coroutine.wrap(function() error "x" end), debug.traceback))

-- names that tracebacks and error messages give to the functions
local function named() coroutine.resume("not a coroutine") end
fails(pcall(named))
print(debug.getinfo(coroutine.resume, "S").what, debug.getinfo(coroutine.wrap(print), "Su").nups)
print(type(select(2, debug.getupvalue(coroutine.wrap(print), 1))))

-- status seen from inside: normal and running
local outer
outer = coroutine.create(function()
  local inner = coroutine.wrap(function()
    print(coroutine.status(outer))
    coroutine.yield()
  end)
  inner()
  fails(coroutine.resume(outer))
  fails(pcall(coroutine.close, outer))
  coroutine.yield()
end)
coroutine.resume(outer)
print(coroutine.status(outer))

-- close: pending variables, errors in them, wrap that dies
local suspended = coroutine.create(function()
  local a <close> = closing "a"
  local b <close> = closing("b", function() error("closing b", 0) end)
  coroutine.yield()
end)
coroutine.resume(suspended)
fails(coroutine.close(suspended))
print(coroutine.status(suspended))
fails(coroutine.close(suspended))
fails(coroutine.close(coroutine.create(print)))
fails(pcall(coroutine.wrap(function()
  local a <close> = closing "a"
  error("dies", 0)
end)))
local yielding_close = coroutine.wrap(function()
  local a <close> = closing("a", function() coroutine.yield "from close" end)
  return "returned"
end)
print(yielding_close())
print(yielding_close())

-- yields across pcall, metamethods, iterators; not across C
print(coroutine.wrap(function() return pcall(function() return coroutine.yield "across pcall" end) end)())
for value in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do io.write(value, " ") end
print()
fails(pcall(coroutine.wrap(function() table.sort({ 3, 2, 1 }, coroutine.yield) end)))
fails(pcall(coroutine.yield))
print(coroutine.wrap(function() return coroutine.wrap(coroutine.yield)(5) end)())
fails(coroutine.resume(coroutine.create(coroutine.resume), coroutine.create(function(x) return x end), 9))
fails(coroutine.wrap(coroutine.wrap)(print) ~= nil)

-- depth and many results
local function nest(n)
  if n == 0 then return "bottom" end
  return coroutine.wrap(nest)(n - 1)
end
print(nest(100))
local ok, message = pcall(nest, 1000)
print(ok, message:match "C stack overflow")
print(select("#", coroutine.wrap(function() return table.unpack({}, 1, 200) end)()))
fails(coroutine.resume(coroutine.create(function() return table.unpack({}, 1, 1e6) end)))

-- a hook of the script's own
local lines = 0
local hooked = coroutine.create(function()
  local x = 1
  x = x + 1
end)
debug.sethook(hooked, function() lines = lines + 1 end, "l")
coroutine.resume(hooked)
print(lines, debug.gethook())

-- collected while suspended
for _ = 1, 100 do
  local f = coroutine.wrap(function() coroutine.yield() end)
  f()
end
collectgarbage()
