local mt = { __lt = function(a, b) return a.n < b.n end }
local one, two = setmetatable({ n = 1 }, mt), setmetatable({ n = 2 }, mt)
print(one < two, one > two) -- expect: true	false
