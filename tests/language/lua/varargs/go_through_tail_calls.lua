local function g(...) return select("#", ...) end
local function f(...) return g(...) end
print(f(nil, nil, nil)) -- expect: 3
