local a, b = 1, 2
local function f() return a + b end
print(debug.getupvalue(f, 1)) -- expect: a	1
print(debug.getupvalue(f, 2)) -- expect: b	2
print(debug.setupvalue(f, 2, 10), f(), b) -- expect: b	11	10
