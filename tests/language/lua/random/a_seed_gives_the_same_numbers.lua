math.randomseed(42)
local a, b, c = math.random(100), math.random(), math.random(0)
math.randomseed(42)
print(a == math.random(100), b == math.random(), c == math.random(0)) -- expect: true	true	true
