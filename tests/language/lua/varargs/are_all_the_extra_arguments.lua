local function f(a, ...) return a, select("#", ...), ... end
print(f(1)) -- expect: 1	0
print(f(1, nil, nil)) -- expect: 1	2	nil	nil
print(f(1, 2, 3)) -- expect: 1	2	2	3
