local x = setmetatable({}, { __div = function(a, b) return coroutine.yield "asked" end })
local co = coroutine.wrap(function() return x / 2 end)
print(co(), co "answered") -- expect: asked	answered
