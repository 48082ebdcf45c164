local mt = { __lt = function(a, b) return a.n < b.n end }
local t = { setmetatable({ n = 2 }, mt), setmetatable({ n = 1 }, mt) }
table.sort(t)
print(t[1].n, t[2].n) -- expect: 1	2
