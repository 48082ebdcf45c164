local a, b = 1, 2
local function f() return a end
local function g() return b end
debug.upvaluejoin(f, 1, g, 1)
print(f(), debug.upvalueid(f, 1) == debug.upvalueid(g, 1)) -- expect: 2	true
