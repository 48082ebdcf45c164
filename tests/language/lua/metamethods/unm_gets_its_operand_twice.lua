local x = setmetatable({}, { __unm = function(a, b) return rawequal(a, b) end })
print(-x) -- expect: true
