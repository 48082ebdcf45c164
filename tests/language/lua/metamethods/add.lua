local mt = { __add = function(a, b) return "added" end }
print(setmetatable({}, mt) + 1, 1 + setmetatable({}, mt)) -- expect: added	added
