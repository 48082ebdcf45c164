local t = setmetatable({}, { __call = function(self, a, b) return a, b, select("#", a, b) end })
print(t(1, 2)) -- expect: 1	2	2
