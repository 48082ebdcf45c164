local inner = setmetatable({}, { __call = function(_, _, x) return x end })
print(setmetatable({}, { __call = inner })("through both")) -- expect: through both
