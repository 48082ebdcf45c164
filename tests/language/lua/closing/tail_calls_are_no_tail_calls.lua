local function g() return "g" end
local function f()
  local x <close> = setmetatable({}, { __close = function() print "closed after g" end }) -- expect: closed after g
  return g()
end
print(f()) -- expect: g
