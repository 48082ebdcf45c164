local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end, __lt = function() return coroutine.yield "lt" end })
local co = coroutine.wrap(function() return t.field, t < t end)
print(co(), co "value", co(true)) -- expect: field	lt	value	true
