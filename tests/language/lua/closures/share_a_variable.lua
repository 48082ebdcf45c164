local function pair()
  local value
  return function(v) value = v end, function() return value end
end
local set, get = pair()
set "shared"
print(get()) -- expect: shared
