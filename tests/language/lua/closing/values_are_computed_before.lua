local n = 1
local function f()
  local x <close> = setmetatable({}, { __close = function() n = 2 end })
  return n
end
print(f(), n) -- expect: 1	2
