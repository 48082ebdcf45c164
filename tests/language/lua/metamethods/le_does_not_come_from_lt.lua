local mt = { __lt = function() return true end }
print(setmetatable({}, mt) <= setmetatable({}, mt)) -- expect: false
