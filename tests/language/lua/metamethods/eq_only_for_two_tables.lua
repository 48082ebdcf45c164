local mt = { __eq = function() return true end }
local a, b = setmetatable({}, mt), setmetatable({}, mt)
print(a == b, a ~= b, a == 1, rawequal(a, b)) -- expect: true	false	false	false
