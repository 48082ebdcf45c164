local function f(x) x = x + 1 return x end
local x = 1
print(f(x), x) -- expect: 2	1
