local mt = { __le = function() return "truthy" end }
print(setmetatable({}, mt) <= setmetatable({}, mt), 1 >= setmetatable({}, mt)) -- expect: true	true
