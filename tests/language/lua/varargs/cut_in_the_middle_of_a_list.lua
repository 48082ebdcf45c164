local function f(...) return ..., ... end
print(f(1, 2, 3)) -- expect: 1	1	2	3
